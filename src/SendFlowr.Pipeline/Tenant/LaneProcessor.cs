using SendFlowr.Avro.Binary;
using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Tenant;

/// <summary>Merges what the person tasks saw of each lane and publishes the lane's estimate.</summary>
internal sealed class LaneProcessor : IProcessor
{
    private readonly RecordWriter _writer = new(Schemas.Lane);
    private readonly byte[] _key = new byte[RowKey.SizeBytes];
    private IProcessorContext _context = null!;
    private ITable _lanes = null!;
    private ISink _sink = null!;

    public void Init(IProcessorContext context)
    {
        _context = context;
        _lanes = context.Table(TenantTables.Lanes);
        _sink = context.Sink("lanes");
    }

    public void Process(in Record record)
    {
        SumsRecord sums = SumsRecord.Read(Schemas.Sums.Body(record.Value));
        if (sums.Kind != SumsKind.Lane)
        {
            return;
        }

        LaneRow seen = LaneRow.Read(sums.Payload);
        RowKey key = LaneRow.KeyOf(seen.Lane);
        LaneRow lane = _lanes.TryGet(key, out ReadOnlySpan<byte> row) ? LaneRow.Read(row) : new LaneRow(seen.Lane);
        if (lane.Merge(seen))
        {
            _lanes.Put(key, lane.ToBytes());
            Publish(key, lane);
        }
    }

    public void Punctuate(long nowMilliseconds)
    {
    }

    private void Publish(RowKey key, LaneRow lane)
    {
        LaneSummary summary = lane.Summary;
        long now = Math.Max(_context.NowMilliseconds, 0);
        AvroWriter writer = _writer.Begin();
        writer.WriteString(lane.Lane.Provider);
        writer.WriteString(lane.Lane.Channel);
        writer.WriteLong(summary.MedianMilliseconds);
        writer.WriteInt(summary.Count);
        writer.WriteLong(lane.Ignored);
        writer.WriteLong(now);
        key.Write(_key);
        _sink.Send(0, _key, _writer.Bytes, now);
    }
}
