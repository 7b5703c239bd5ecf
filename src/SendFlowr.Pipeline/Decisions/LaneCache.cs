using System.Collections.Concurrent;
using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Summaries of lanes, computed again only when the lane's row has changed. Safe for all threads.</summary>
internal sealed class LaneCache
{
    /// <summary>Lanes are few; names out of questions, which can be anything, must not fill the memory.</summary>
    private const int MaxLanes = 256;

    private readonly PipelineHost _host;
    private readonly ConcurrentDictionary<Lane, Entry> _entries = new();

    public LaneCache(PipelineHost host) => _host = host;

    /// <param name="lane">The lane.</param>
    /// <param name="scratch">A buffer of the caller's, replaced by a larger one when it is too short.</param>
    public LaneSummary SummaryOf(Lane lane, ref byte[] scratch)
    {
        if (!_entries.TryGetValue(lane, out Entry? entry))
        {
            if (_entries.Count >= MaxLanes)
            {
                _entries.Clear();
            }

            _entries[lane] = entry = new Entry(LaneRow.KeyOf(lane), [], default);
        }

        ReadOnlySpan<byte> row = _host.TenantTable(TenantTables.Lanes).TryCopy(entry.Key, ref scratch, out int length)
            ? scratch.AsSpan(0, length)
            : default;
        if (row.SequenceEqual(entry.Row))
        {
            return entry.Summary;
        }

        LaneSummary summary = row.IsEmpty ? default : LaneRow.Read(row).Summary;
        _entries[lane] = new Entry(entry.Key, row.ToArray(), summary);
        return summary;
    }

    private sealed record Entry(RowKey Key, byte[] Row, LaneSummary Summary);
}
