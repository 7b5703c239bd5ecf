using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>The current block of an array or map while it is read.</summary>
internal struct DatumBlock
{
    private int blockBytes;
    private int start;

    public int Count { get; private set; }

    /// <summary>Reads the next block's head; false after the last one.</summary>
    public bool Next(ref AvroReader input, ref DatumBudget budget)
    {
        // Items may take no bytes at all (null, an empty record), so the budget, not the data's length, bounds the count.
        Count = input.ReadBlockCount(0, out blockBytes);
        start = input.Position;
        budget.Take(Count);
        return Count > 0;
    }

    /// <summary>Holds the items read against the size that the writer gave for them, if any.</summary>
    public readonly void EnsureSize(ref AvroReader input)
    {
        int read = input.Position - start;
        if (blockBytes >= 0 && read != blockBytes)
        {
            throw new AvroDataException(
                $"The block at byte {start} is said to take {blockBytes} bytes, its items take {read}. Check that the record "
                + "is written with this schema.");
        }
    }
}
