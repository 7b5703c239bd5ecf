using System.Text;

namespace SendFlowr.Connectors.Csv;

/// <summary>The names of a CSV file's columns, from its first record. Immutable.</summary>
public sealed class CsvHeader
{
    public const int MaxColumns = 2048;

    private CsvHeader(IReadOnlyList<string> columns, byte delimiter)
    {
        Columns = columns;
        Delimiter = delimiter;
    }

    /// <summary>The names in the order of the file, without outer white space.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The ASCII character between fields.</summary>
    public byte Delimiter { get; }

    /// <summary>Reads a header record; the error says what is wrong with it.</summary>
    public static CsvHeader? Parse(ReadOnlySpan<byte> record, char delimiter, out string error)
    {
        List<string> names = [];
        CsvFieldReader reader = new(record, (byte)delimiter);
        while (reader.Read() && names.Count <= MaxColumns)
        {
            string name = Encoding.UTF8.GetString(record.Slice(reader.Start, reader.Length));
            names.Add((reader.IsEscaped ? name.Replace("\"\"", "\"", StringComparison.Ordinal) : name).Trim());
        }

        error = reader.IsMalformed ? "the header has a stray or unclosed quote"
            : names.Count > MaxColumns ? $"the header has more than {MaxColumns} columns"
            : names.TrueForAll(name => name.Length == 0) ? "the header names no column"
            : "";
        return error.Length == 0 ? new CsvHeader(names, (byte)delimiter) : null;
    }

    /// <summary>The position of a column, −1 when there is none, −2 when two have this name.</summary>
    public int IndexOf(string name)
    {
        int found = -1;
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == name)
            {
                found = found == -1 ? i : -2;
            }
        }

        return found;
    }
}
