namespace SendFlowr.Avro.Containers;

/// <summary>The bytes of a container file, front to back. Not thread-safe.</summary>
internal sealed class ContainerInput(Stream stream)
{
    private const int MaxLongBytes = 10;
    private const int ReadAheadBytes = 16 * 1024;

    private readonly byte[] ahead = new byte[ReadAheadBytes];
    private int aheadStart;
    private int aheadEnd;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>Records read so far, for error texts.</summary>
    public long Records { get; set; }

    /// <summary>Replaces what the buffer holds by so many bytes.</summary>
    /// <exception cref="ContainerDataException">The file ends before.</exception>
    public void Read(ByteBuffer buffer, int count, string what)
    {
        buffer.Clear();
        long start = Position;
        int fromAhead = Math.Min(count, aheadEnd - aheadStart);
        buffer.Append(ahead.AsSpan(aheadStart, fromAhead));
        aheadStart += fromAhead;
        bool isWhole = buffer.Fill(stream, count - fromAhead);
        Position += buffer.Length;
        if (!isWhole)
            throw Error($"{what} takes {count} bytes, {buffer.Length} are left: the file was cut short. Fetch it again.", start);
    }

    /// <summary>A zig-zag varint.</summary>
    /// <returns>Null when the file ends where it would begin.</returns>
    /// <exception cref="ContainerDataException">It is not whole, or no long.</exception>
    public long? TryReadLong(string what)
    {
        long start = Position;
        ulong raw = 0;
        for (int index = 0; index < MaxLongBytes; index++)
        {
            int part = ReadByte();
            if (part < 0)
                return index == 0 ? null : throw Error($"{what} is cut short: the file ends in it. Fetch it again.", start);
            Position++;
            // The tenth byte has room for the 64th bit only.
            if (index == MaxLongBytes - 1 && part > 1)
                break;
            raw |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
                return unchecked((long)(raw >> 1) ^ -(long)(raw & 1));
        }

        throw Error($"{what} is no number of at most {MaxLongBytes} bytes: the file is damaged. Fetch it again.", start);
    }

    /// <inheritdoc cref="TryReadLong" path="/exception"/>
    public long ReadLong(string what) =>
        TryReadLong(what) ?? throw Error($"{what} is missing: the file was cut short. Fetch it again.", Position);

    public ContainerDataException Error(string problem, long position, Exception? inner = null) => new(problem, position, Records, inner);

    private int ReadByte()
    {
        if (aheadStart == aheadEnd)
        {
            aheadStart = 0;
            aheadEnd = stream.Read(ahead, 0, ahead.Length);
        }

        return aheadStart < aheadEnd ? ahead[aheadStart++] : -1;
    }
}
