namespace SendFlowr.Connectors.Csv;

/// <summary>Cuts one CSV record into fields after RFC 4180, over a span, without copying.</summary>
/// <remarks>A quote opens a quoted field only at the field's beginning; elsewhere in a bare field it is an ordinary character.</remarks>
internal ref struct CsvFieldReader
{
    private readonly ReadOnlySpan<byte> record;
    private readonly byte delimiter;
    private readonly bool hasQuotes;
    private int next;

    public CsvFieldReader(ReadOnlySpan<byte> record, byte delimiter)
    {
        this.record = record;
        this.delimiter = delimiter;
        hasQuotes = record.Contains((byte)'"');
    }

    /// <summary>First byte of the field, without its quote.</summary>
    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>True when the field has doubled quotes, which stand for one.</summary>
    public bool IsEscaped { get; private set; }

    /// <summary>True when reading stopped at a quote that is never closed, or at text behind a closing quote.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Moves to the next field; false at the end or at a malformed one.</summary>
    public bool Read()
    {
        if (next < 0 || next > record.Length)
        {
            return false;
        }

        if (hasQuotes && next < record.Length && record[next] == (byte)'"')
        {
            return ReadQuoted();
        }

        int length = record[next..].IndexOf(delimiter);
        Start = next;
        Length = length < 0 ? record.Length - next : length;
        IsEscaped = false;
        next = length < 0 ? -1 : next + length + 1;
        return true;
    }

    private bool ReadQuoted()
    {
        Start = next + 1;
        IsEscaped = false;
        int at = Start;
        while (true)
        {
            int quote = record[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return Malformed();
            }

            at += quote + 1;
            if (at == record.Length || record[at] == delimiter)
            {
                Length = at - 1 - Start;
                next = at == record.Length ? -1 : at + 1;
                return true;
            }

            if (record[at] != (byte)'"')
            {
                return Malformed();
            }

            IsEscaped = true;
            at++;
        }
    }

    private bool Malformed()
    {
        IsMalformed = true;
        next = -1;
        return false;
    }
}
