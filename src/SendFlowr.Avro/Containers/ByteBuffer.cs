namespace SendFlowr.Avro.Containers;

/// <summary>Bytes that arrive piece by piece: grows with what is there, not with what was promised. Not thread-safe.</summary>
internal sealed class ByteBuffer
{
    private const int InitialBytes = 16 * 1024;

    private byte[] bytes = new byte[InitialBytes];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ArraySegment<byte> Segment => new(bytes, 0, Length);

    public void Clear() => Length = 0;

    /// <summary>Reads up to so many bytes behind those that are there; true when all of them came.</summary>
    public bool Fill(Stream input, int count)
    {
        int end = Length + count;
        while (Length < end)
        {
            if (Length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, Array.MaxLength));
            int read = input.Read(bytes, Length, Math.Min(end, bytes.Length) - Length);
            if (read == 0)
                return false;
            Length += read;
        }

        return true;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        if (data.Length > bytes.Length - Length)
            Array.Resize(ref bytes, (int)Math.Min(Math.Max(2L * bytes.Length, (long)Length + data.Length), Array.MaxLength));
        data.CopyTo(bytes.AsSpan(Length));
        Length += data.Length;
    }
}
