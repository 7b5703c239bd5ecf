namespace SendFlowr.Avro.Containers;

/// <summary>How a container file is written. Immutable.</summary>
public sealed record ContainerWriterOptions
{
    public static ContainerWriterOptions Default { get; } = new();

    /// <summary>How blocks are compressed; default deflate.</summary>
    public ContainerCodec Codec
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(Codec), value, "No such codec.");
            field = value;
        }
    } = ContainerCodec.Deflate;

    /// <summary>Uncompressed bytes from which on a block is written, 1 to 16 MiB; default 64 KiB. A record is never split.</summary>
    public int BlockBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 16 * 1024 * 1024);
            field = value;
        }
    } = 64 * 1024;

    /// <summary>Entries for the header beside Avro's own; names must not begin with <c>avro.</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();
}
