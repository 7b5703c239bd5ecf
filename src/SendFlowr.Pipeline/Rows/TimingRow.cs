using System.Buffers.Binary;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Zones;

namespace SendFlowr.Pipeline.Rows;

/// <summary>
/// The layout of a timing row: version byte, number of evidence entries (2 bytes), of deliveries (1 byte), of zones (1 byte), then both
/// rings, oldest entry first, six bytes an entry, then the zones the person was seen in, five bytes a sighting.
/// </summary>
public readonly ref struct TimingRow
{
    public const int HeaderBytes = 5;
    public const int MaxBytes = HeaderBytes + EvidenceRing.CapacityBytes + DeliveryRing.CapacityBytes + ZoneRing.CapacityBytes;

    private const byte FormatVersion = 2;

    private TimingRow(RingView evidence, RingView deliveries, ReadOnlySpan<byte> zones)
    {
        Evidence = evidence;
        Deliveries = deliveries;
        Zones = zones;
    }

    /// <summary>The evidence ring, oldest entry first.</summary>
    public RingView Evidence { get; }

    /// <summary>The delivery ring, oldest entry first.</summary>
    public RingView Deliveries { get; }

    /// <summary>The sightings of the zone ring (<see cref="ZoneRing"/>).</summary>
    public ReadOnlySpan<byte> Zones { get; }

    /// <summary>Splits a row; an empty one is a person never seen.</summary>
    public static TimingRow Read(ReadOnlySpan<byte> row)
    {
        if (row.IsEmpty)
        {
            return default;
        }

        RowFormat.Require(row, FormatVersion, HeaderBytes, "timing");
        int evidence = BinaryPrimitives.ReadUInt16LittleEndian(row[1..]);
        int deliveries = row[3];
        int deliveriesStart = HeaderBytes + (evidence * RingEntry.SizeBytes);
        int zonesStart = deliveriesStart + (deliveries * RingEntry.SizeBytes);
        int zonesBytes = row[4] * ZoneSighting.SizeBytes;
        RowFormat.Require(row, FormatVersion, zonesStart + zonesBytes, "timing");
        return new TimingRow(
            new RingView(row[HeaderBytes..], evidence), new RingView(row[deliveriesStart..], deliveries), row.Slice(zonesStart, zonesBytes));
    }

    /// <summary>The bytes of the evidence ring within a row; none of an empty row.</summary>
    public static ReadOnlyMemory<byte> EvidenceBytes(byte[] row) =>
        row.Length == 0 ? default : row.AsMemory(HeaderBytes, Read(row).Evidence.Bytes.Length);

    /// <summary>The bytes of the delivery ring within a row; none of an empty row.</summary>
    public static ReadOnlyMemory<byte> DeliveryBytes(byte[] row) =>
        row.Length == 0 ? default : row.AsMemory(HeaderBytes + Read(row).Evidence.Bytes.Length, Read(row).Deliveries.Bytes.Length);

    /// <summary>Writes a row and returns its length.</summary>
    /// <param name="row">Room for <see cref="MaxBytes"/>.</param>
    /// <param name="evidence">The evidence ring.</param>
    /// <param name="deliveries">The delivery ring.</param>
    /// <param name="zones">Whole sightings of the zone ring.</param>
    public static int Write(Span<byte> row, RingView evidence, RingView deliveries, ReadOnlySpan<byte> zones)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteUInt16LittleEndian(row[1..], (ushort)evidence.Count);
        row[3] = (byte)deliveries.Count;
        row[4] = (byte)(zones.Length / ZoneSighting.SizeBytes);
        evidence.Bytes.CopyTo(row[HeaderBytes..]);
        deliveries.Bytes.CopyTo(row[(HeaderBytes + evidence.Bytes.Length)..]);
        int zonesStart = HeaderBytes + evidence.Bytes.Length + deliveries.Bytes.Length;
        zones.CopyTo(row[zonesStart..]);
        return zonesStart + zones.Length;
    }
}
