using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>A version of the priors as the tenant stage keeps it: whether a later run replaced it, its last day, the clocks, its bytes.</summary>
public readonly ref struct VersionRow
{
    private const byte FormatVersion = 2;
    private const int HeaderBytes = 1 + 1 + 4 + 1;

    private VersionRow(bool replaced, int throughDay, ReadOnlySpan<byte> clocks, ReadOnlySpan<byte> state)
    {
        Clocks = clocks;
        Replaced = replaced;
        ThroughDay = throughDay;
        State = state;
    }

    /// <summary>A later run learned some of its days again: still good to verify decisions, no longer a base to learn on.</summary>
    public bool Replaced { get; }

    /// <summary>Last day learned, in days since 1970-01-01.</summary>
    public int ThroughDay { get; }

    /// <summary>Name of the clocks of people's habits that it was learned by (<see cref="Zones.PersonClocks.Name"/>), in UTF-8.</summary>
    public ReadOnlySpan<byte> Clocks { get; }

    /// <summary>The serialized priors.</summary>
    public ReadOnlySpan<byte> State { get; }

    public static VersionRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, HeaderBytes, "versions");
        int stateStart = HeaderBytes + row[6];
        RowFormat.Require(row, FormatVersion, stateStart, "versions");
        return new VersionRow(row[1] == 1, BinaryPrimitives.ReadInt32LittleEndian(row[2..]), row[HeaderBytes..stateStart], row[stateStart..]);
    }

    public static byte[] Write(bool replaced, int throughDay, ReadOnlySpan<byte> clocks, ReadOnlySpan<byte> state)
    {
        byte[] row = new byte[HeaderBytes + clocks.Length + state.Length];
        row[0] = FormatVersion;
        row[1] = replaced ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(2), throughDay);
        row[6] = (byte)clocks.Length;
        clocks.CopyTo(row.AsSpan(HeaderBytes));
        state.CopyTo(row.AsSpan(HeaderBytes + clocks.Length));
        return row;
    }
}
