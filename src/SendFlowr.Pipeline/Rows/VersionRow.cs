using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>A version of the priors as the tenant stage keeps it: whether a later run replaced it, its last day, its bytes.</summary>
public readonly ref struct VersionRow
{
    private const byte FormatVersion = 1;
    private const int HeaderBytes = 1 + 1 + 4;

    private VersionRow(bool replaced, int throughDay, ReadOnlySpan<byte> state)
    {
        Replaced = replaced;
        ThroughDay = throughDay;
        State = state;
    }

    /// <summary>A later run learned some of its days again: still good to verify decisions, no longer a base to learn on.</summary>
    public bool Replaced { get; }

    /// <summary>Last day learned, in days since 1970-01-01.</summary>
    public int ThroughDay { get; }

    /// <summary>The serialized priors.</summary>
    public ReadOnlySpan<byte> State { get; }

    public static VersionRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, HeaderBytes, "versions");
        return new VersionRow(row[1] == 1, BinaryPrimitives.ReadInt32LittleEndian(row[2..]), row[HeaderBytes..]);
    }

    public static byte[] Write(bool replaced, int throughDay, ReadOnlySpan<byte> state)
    {
        byte[] row = new byte[HeaderBytes + state.Length];
        row[0] = FormatVersion;
        row[1] = replaced ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(2), throughDay);
        state.CopyTo(row.AsSpan(HeaderBytes));
        return row;
    }
}
