using System.Globalization;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>Which rows of a task one instance asks of another, in the query of a URL. Immutable.</summary>
/// <param name="Task">The task.</param>
/// <param name="Rows">Tables and keys, at most <see cref="Most"/>.</param>
/// <param name="OfStandby">The rows of a standby will do.</param>
internal sealed record RowQuery(TaskId Task, IReadOnlyList<(string Table, RowKey Key)> Rows, bool OfStandby)
{
    public const string Path = "/rows";
    public const int Most = 16;

    private const int KeyDigits = 2 * RowKey.SizeBytes;

    public string ToPath()
    {
        IEnumerable<string> rows = Rows.Select(row => $"row={Uri.EscapeDataString(row.Table)}:{Hex(row.Key)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path}?topology={Uri.EscapeDataString(Task.Topology)}&task={Task.Partition}&standby={(OfStandby ? 1 : 0)}&{string.Join('&', rows)}");
    }

    /// <summary>Null when it is no such query.</summary>
    public static RowQuery? TryRead(string? topology, string? task, string? standby, IReadOnlyList<string?> rows)
    {
        if (string.IsNullOrEmpty(topology)
            || !int.TryParse(task, NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            || rows.Count is 0 or > Most)
        {
            return null;
        }

        List<(string Table, RowKey Key)> read = [];
        foreach (string? row in rows)
        {
            int colon = row?.LastIndexOf(':') ?? -1;
            if (colon <= 0 || row!.Length - colon - 1 != KeyDigits || !row.AsSpan(colon + 1).ToString().All(char.IsAsciiHexDigit))
            {
                return null;
            }

            read.Add((row[..colon], RowKey.Read(Convert.FromHexString(row.AsSpan(colon + 1)))));
        }

        return new RowQuery(new TaskId(topology, partition), read, standby == "1");
    }

    private static string Hex(RowKey key)
    {
        Span<byte> bytes = stackalloc byte[RowKey.SizeBytes];
        key.Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
