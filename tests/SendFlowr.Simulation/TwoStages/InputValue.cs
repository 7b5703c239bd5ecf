using System.Buffers.Binary;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>An input record: its number among those of its key (from 1), an amount, and the size of the row to keep (−1 deletes it).</summary>
internal readonly record struct InputValue(int Number, int Amount, int RowBytes)
{
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Amount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), RowBytes);
        return bytes;
    }

    public static InputValue Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
}
