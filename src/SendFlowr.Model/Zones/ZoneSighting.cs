using System.Buffers.Binary;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Zones;

/// <summary>In which zone a person was seen at a minute: five bytes, big-endian: 27 bits minute, 13 bits zone. Immutable.</summary>
/// <param name="Minute">Since 1970-01-01T00:00Z, 0 … <see cref="RingEntry.MaxMinute"/>.</param>
/// <param name="Zone">The zone.</param>
public readonly record struct ZoneSighting(int Minute, ZoneCode Zone) : IRingItem<ZoneSighting, ulong>
{
    public const int SizeBytes = 5;

    /// <summary>Week, then zone: sightings of one zone within a week are one, at its least minute.</summary>
    internal ulong Key => ((ulong)(Minute / MinuteOfWeek.MinutesPerWeek) << ZoneCode.Bits) | (uint)Zone.Value;

    static int IRingItem<ZoneSighting, ulong>.Size => SizeBytes;

    ulong IRingItem<ZoneSighting, ulong>.Key => Key;

    public static ZoneSighting Read(ReadOnlySpan<byte> bytes)
    {
        ulong bits = ((ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 8) | bytes[4];
        return new ZoneSighting((int)(bits >> ZoneCode.Bits), ZoneCode.OfValue((int)(bits & ((1 << ZoneCode.Bits) - 1))));
    }

    public void Write(Span<byte> bytes)
    {
        ulong bits = ((ulong)Minute << ZoneCode.Bits) | (uint)Zone.Value;
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(bits >> 8));
        bytes[4] = (byte)(bits & 0xFF);
    }

    static ZoneSighting IRingItem<ZoneSighting, ulong>.Load(ReadOnlySpan<byte> bytes) => Read(bytes);

    bool IRingItem<ZoneSighting, ulong>.Replaces(ZoneSighting stored) => Minute < stored.Minute;
}
