using System.Buffers.Binary;
using SendFlowr.Model.Rings;

namespace SendFlowr.Pipeline.Rows;

/// <summary>
/// The layout of a timing row: version byte, number of evidence entries (2 bytes), of deliveries (1 byte), then both rings,
/// oldest entry first, six bytes an entry.
/// </summary>
public readonly ref struct TimingRow
{
    public const int HeaderBytes = 4;
    public const int MaxBytes = HeaderBytes + EvidenceRing.CapacityBytes + DeliveryRing.CapacityBytes;

    private const byte FormatVersion = 1;

    private TimingRow(RingView evidence, RingView deliveries)
    {
        Evidence = evidence;
        Deliveries = deliveries;
    }

    /// <summary>The evidence ring, oldest entry first.</summary>
    public RingView Evidence { get; }

    /// <summary>The delivery ring, oldest entry first.</summary>
    public RingView Deliveries { get; }

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
        RowFormat.Require(row, FormatVersion, deliveriesStart + (deliveries * RingEntry.SizeBytes), "timing");
        return new TimingRow(new RingView(row[HeaderBytes..], evidence), new RingView(row[deliveriesStart..], deliveries));
    }

    /// <summary>The bytes of the evidence ring within a row; none of an empty row.</summary>
    public static ReadOnlyMemory<byte> EvidenceBytes(byte[] row) =>
        row.Length == 0 ? default : row.AsMemory(HeaderBytes, Read(row).Evidence.Bytes.Length);

    /// <summary>The bytes of the delivery ring within a row; none of an empty row.</summary>
    public static ReadOnlyMemory<byte> DeliveryBytes(byte[] row) =>
        row.Length == 0 ? default : row.AsMemory(HeaderBytes + Read(row).Evidence.Bytes.Length, Read(row).Deliveries.Bytes.Length);

    /// <summary>Writes a row and returns its length.</summary>
    public static int Write(Span<byte> row, RingView evidence, RingView deliveries)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteUInt16LittleEndian(row[1..], (ushort)evidence.Count);
        row[3] = (byte)deliveries.Count;
        evidence.Bytes.CopyTo(row[HeaderBytes..]);
        deliveries.Bytes.CopyTo(row[(HeaderBytes + evidence.Bytes.Length)..]);
        return HeaderBytes + evidence.Bytes.Length + deliveries.Bytes.Length;
    }
}
