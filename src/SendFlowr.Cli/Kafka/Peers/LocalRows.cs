using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>Rows of the tasks that are in this process. Any thread.</summary>
internal sealed class LocalRows(KafkaEngine engine)
{
    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>Copies rows of one task; null when the task is not here as asked.</summary>
    /// <param name="query">Which.</param>
    /// <param name="rows">The rows, null for one that is not there.</param>
    public RowStanding? TryRead(RowQuery query, out byte[]?[] rows)
    {
        rows = new byte[]?[query.Rows.Count];
        RowStanding standing = RowStanding.Owner;
        for (int i = 0; i < rows.Length; i++)
        {
            (string table, RowKey key) = query.Rows[i];
            if (engine.Read(query.Task, table) is not { } found || (!found.IsActive && !query.OfStandby))
            {
                return null;
            }

            standing = found.IsActive ? standing : new RowStanding(true, Math.Max(standing.BehindMilliseconds, found.MillisecondsBehind));
            rows[i] = Copy(found.Table, key);
        }

        return standing;
    }

    private static byte[]? Copy(IReadOnlyTable table, RowKey key)
    {
        _scratch ??= new byte[8192];
        return table.TryCopy(key, ref _scratch, out int length) ? _scratch[..length] : null;
    }
}
