using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>
/// Stage 2: per group a sum and a number of records, and the set of its keys as one growing row; a punctuation reports the groups that changed,
/// a few at a time.
/// </summary>
internal sealed class SumProcessor : IProcessor
{
    private const int ReportsPerPunctuation = 2;

    private IProcessorContext _context = null!;
    private ITable _sums = null!;
    private ITable _sets = null!;
    private ITable _changed = null!;
    private ISink _reports = null!;

    public void Init(IProcessorContext context)
    {
        _context = context;
        _sums = context.Table("sums");
        _sets = context.Table("sets");
        _changed = context.Table("changed");
        _reports = context.Sink("reports");
    }

    public void Process(in Record record)
    {
        var group = new RowKey(7, record.Key[0]);
        (long sum, long records) = ReadSum(group);
        int amount = BinaryPrimitives.ReadInt32LittleEndian(record.Value[(RowKey.SizeBytes + 4)..]);
        Span<byte> next = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(next, sum + amount);
        BinaryPrimitives.WriteInt64LittleEndian(next[8..], records + 1);
        _sums.Put(group, next);
        _changed.Put(group, default);
        AddToSet(group, record.Value[..RowKey.SizeBytes]);
    }

    public void Punctuate(long nowMilliseconds)
    {
        var changed = new List<RowKey>();
        TableCursor cursor = default;
        bool hasMore = _changed.Scan(ref cursor, ReportsPerPunctuation, (key, _) => changed.Add(key));
        Span<byte> report = stackalloc byte[16];
        foreach (RowKey group in changed)
        {
            (long sum, long records) = ReadSum(group);
            BinaryPrimitives.WriteInt64LittleEndian(report, sum);
            BinaryPrimitives.WriteInt64LittleEndian(report[8..], records);
            _reports.Send([(byte)group.Low], report, _context.StreamTimeMilliseconds);
            _changed.Delete(group);
        }

        if (hasMore)
        {
            _context.RequestPunctuation();
        }
    }

    private (long Sum, long Records) ReadSum(RowKey group) =>
        _sums.TryGet(group, out ReadOnlySpan<byte> row)
            ? (BinaryPrimitives.ReadInt64LittleEndian(row), BinaryPrimitives.ReadInt64LittleEndian(row[8..]))
            : (0, 0);

    private void AddToSet(RowKey group, ReadOnlySpan<byte> member)
    {
        byte[] old = _sets.TryGet(group, out ReadOnlySpan<byte> row) ? row.ToArray() : [];
        int at = 0;
        while (at < old.Length && old.AsSpan(at, RowKey.SizeBytes).SequenceCompareTo(member) < 0)
        {
            at += RowKey.SizeBytes;
        }

        if (at < old.Length && old.AsSpan(at, RowKey.SizeBytes).SequenceEqual(member))
        {
            return;
        }

        _sets.Put(group, [.. old[..at], .. member, .. old[at..]]);
    }
}
