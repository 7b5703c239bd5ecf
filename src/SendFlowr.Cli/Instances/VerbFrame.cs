using System.Buffers.Binary;

namespace SendFlowr.Cli.Instances;

/// <summary>What a frame of the answer to a forwarded verb carries. Values are part of the protocol.</summary>
internal enum VerbFrameKind : byte
{
    /// <summary>Bytes for standard output.</summary>
    Output = 1,

    /// <summary>Bytes for standard error.</summary>
    Error = 2,

    /// <summary>The exit code, four bytes; the last frame. An answer without it was cut off.</summary>
    Exit = 3,
}

/// <summary>Frames of the answer to a forwarded verb: kind (1 byte), length (4 bytes, big-endian), bytes.</summary>
internal static class VerbFrame
{
    public const int HeaderBytes = 5;

    /// <summary>Most bytes of one frame.</summary>
    public const int MaxBytes = 1 << 20;

    public static void WriteHeader(Span<byte> header, VerbFrameKind kind, int length)
    {
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
    }

    /// <exception cref="InvalidDataException">No such frame.</exception>
    public static (VerbFrameKind Kind, int Length) ReadHeader(ReadOnlySpan<byte> header)
    {
        VerbFrameKind kind = (VerbFrameKind)header[0];
        int length = BinaryPrimitives.ReadInt32BigEndian(header[1..]);
        return Enum.IsDefined(kind) && length is >= 0 and <= MaxBytes
            ? (kind, length)
            : throw new InvalidDataException($"a frame of kind {header[0]} and {length} bytes");
    }
}
