using System.Buffers.Binary;
using System.IO.Compression;
using IronSnappy;

namespace SendFlowr.Avro.Containers;

/// <summary>Compresses and decompresses the blocks of a container file.</summary>
internal static class BlockCodec
{
    /// <summary>No element of Snappy's format makes more than 64 bytes of 3: a block that promises more lies, and gets no memory.</summary>
    private const int MaxSnappyRatio = 22;

    private const int MaxVarintBytes = 5;

    /// <summary>One last block of no data.</summary>
    private static ReadOnlySpan<byte> EmptyDeflate => [0x03, 0x00];

    public static string NameOf(ContainerCodec codec) => codec switch
    {
        ContainerCodec.Null => "null",
        ContainerCodec.Deflate => "deflate",
        ContainerCodec.Snappy => "snappy",
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "No such codec."),
    };

    public static ContainerCodec? FromName(string name) => name switch
    {
        "null" => ContainerCodec.Null,
        "deflate" => ContainerCodec.Deflate,
        "snappy" => ContainerCodec.Snappy,
        _ => null,
    };

    /// <summary>Replaces what the output holds by the block's data.</summary>
    /// <returns>What is wrong with the block: a whole sentence or two; null when nothing is.</returns>
    public static string? Decompress(ContainerCodec codec, ArraySegment<byte> block, ByteBuffer output, int maxBytes)
    {
        output.Clear();
        return codec == ContainerCodec.Deflate ? Inflate(block, output, maxBytes) : Unsnap(block, output, maxBytes);
    }

    /// <summary>Writes the data of a block as the codec has it.</summary>
    public static void Compress(ContainerCodec codec, ReadOnlySpan<byte> data, MemoryStream output)
    {
        output.SetLength(0);
        if (codec == ContainerCodec.Deflate)
        {
            // DeflateStream writes nothing for nothing, which other readers take for damage.
            if (data.IsEmpty)
                output.Write(EmptyDeflate);
            using DeflateStream deflate = new(output, CompressionLevel.Optimal, leaveOpen: true);
            deflate.Write(data);
            return;
        }

        output.Write(Snappy.Encode(data));
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(data));
        output.Write(checksum);
    }

    private static string? Inflate(ArraySegment<byte> block, ByteBuffer output, int maxBytes)
    {
        using MemoryStream input = new(block.Array!, block.Offset, block.Count, writable: false);
        using DeflateStream deflate = new(input, CompressionMode.Decompress);
        try
        {
            bool isMore = output.Fill(deflate, maxBytes) && deflate.ReadByte() >= 0;
            return isMore ? TooLarge(maxBytes) : null;
        }
        catch (InvalidDataException exception)
        {
            return $"The block of {block.Count} bytes is no deflate data ({exception.Message}) Fetch the file again.";
        }
    }

    private static string? Unsnap(ReadOnlySpan<byte> block, ByteBuffer output, int maxBytes)
    {
        if (block.Length <= sizeof(uint))
            return $"The block of {block.Length} bytes is too short for snappy data and its checksum. Fetch the file again.";
        ReadOnlySpan<byte> compressed = block[..^sizeof(uint)];
        long length = PromisedLength(compressed);
        if (length < 0 || length > (long)compressed.Length * MaxSnappyRatio)
            return $"The snappy data of {compressed.Length} bytes says that it holds {length} bytes, which it cannot. Fetch the file again.";
        if (length > maxBytes)
            return TooLarge(maxBytes);
        byte[] data;
        try
        {
            data = Snappy.Decode(compressed);
        }
        catch (IOException exception)
        {
            return $"The block of {block.Length} bytes is no snappy data ({exception.Message}). Fetch the file again.";
        }

        uint expected = BinaryPrimitives.ReadUInt32BigEndian(block[^sizeof(uint)..]);
        if (data.Length != length || Crc32.Of(data) != expected)
            return $"The block's {data.Length} bytes do not have its checksum {expected:x8}. Fetch the file again.";
        output.Append(data);
        return null;
    }

    /// <summary>The length that snappy data begins with; −1 when there is none.</summary>
    private static long PromisedLength(ReadOnlySpan<byte> compressed)
    {
        long length = 0;
        for (int index = 0; index < Math.Min(compressed.Length, MaxVarintBytes); index++)
        {
            length |= (compressed[index] & 0x7FL) << (7 * index);
            if (compressed[index] < 0x80)
                return length;
        }

        return -1;
    }

    private static string TooLarge(int maxBytes) =>
        $"The block holds more than MaxBlockBytes = {maxBytes} bytes when it is unpacked. Write the file with smaller blocks, or raise MaxBlockBytes.";
}
