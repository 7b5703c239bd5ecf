using System.Buffers.Binary;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Instants within rows that are kept by the million: 48 bits of milliseconds since 1970, enough for 8,900 years. Little-endian.</summary>
internal static class Time48
{
    public const int SizeBytes = 6;

    public static Timestamp Read(ReadOnlySpan<byte> row) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(row) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(row[sizeof(uint)..]) << 32));

    /// <exception cref="OverflowException">Before 1970, or after the year 10000: no request has such a time.</exception>
    public static void Write(Span<byte> row, Timestamp time)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(row, unchecked((uint)time.EpochMilliseconds));
        BinaryPrimitives.WriteUInt16LittleEndian(row[sizeof(uint)..], checked((ushort)(time.EpochMilliseconds >> 32)));
    }
}
