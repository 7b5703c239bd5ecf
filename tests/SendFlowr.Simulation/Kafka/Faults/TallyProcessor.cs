using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>Counts the records of a key (one byte); throws where it is told to.</summary>
internal sealed class TallyProcessor(Func<byte, bool> throws) : IProcessor
{
    private ITable _counts = null!;

    public void Init(IProcessorContext context) => _counts = context.Table("counts");

    public void Process(in Record record)
    {
        byte key = record.Key[0];
        if (throws(key))
        {
            throw new InvalidDataException($"key {key} cannot be counted.");
        }

        RowKey row = new(0, key);
        long count = _counts.TryGet(row, out ReadOnlySpan<byte> old) ? BinaryPrimitives.ReadInt64LittleEndian(old) : 0;
        Span<byte> next = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(next, count + 1);
        _counts.Put(row, next);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }
}
