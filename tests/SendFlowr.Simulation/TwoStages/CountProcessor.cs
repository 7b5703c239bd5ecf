using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>
/// Stage 1: counts per key, keeps or deletes a row of any size, and forwards every running count under the key's group.
/// A record seen before (by its number, per key) changes nothing.
/// </summary>
internal sealed class CountProcessor : IProcessor
{
    public const int Groups = 7;

    private ITable _counts = null!;
    private ITable _blobs = null!;
    private ISink _running = null!;

    public void Init(IProcessorContext context)
    {
        _counts = context.Table("counts");
        _blobs = context.Table("blobs");
        _running = context.Sink("running");
    }

    public void Process(in Record record)
    {
        var input = InputValue.Read(record.Value);
        RowKey key = RowKey.Read(record.Key);
        (int number, int count) = _counts.TryGet(key, out ReadOnlySpan<byte> row)
            ? (BinaryPrimitives.ReadInt32LittleEndian(row), BinaryPrimitives.ReadInt32LittleEndian(row[4..]))
            : (0, 0);
        if (input.Number <= number)
        {
            return;
        }

        Span<byte> next = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(next, input.Number);
        BinaryPrimitives.WriteInt32LittleEndian(next[4..], count + 1);
        _counts.Put(key, next);
        if (input.RowBytes < 0)
        {
            _blobs.Delete(key);
        }
        else
        {
            byte[] blob = new byte[input.RowBytes];
            new Random(input.Number).NextBytes(blob);
            _blobs.Put(key, blob);
        }

        Span<byte> value = stackalloc byte[RowKey.SizeBytes + 8];
        key.Write(value);
        BinaryPrimitives.WriteInt32LittleEndian(value[RowKey.SizeBytes..], count + 1);
        BinaryPrimitives.WriteInt32LittleEndian(value[(RowKey.SizeBytes + 4)..], input.Amount);
        _running.Send([(byte)(key.Low % Groups)], value, record.TimestampMilliseconds);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }
}
