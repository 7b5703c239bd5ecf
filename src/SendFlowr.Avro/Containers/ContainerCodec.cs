namespace SendFlowr.Avro.Containers;

/// <summary>How the blocks of an object container file are compressed.</summary>
public enum ContainerCodec
{
    /// <summary>Not at all.</summary>
    Null = 0,

    /// <summary>RFC 1951, without a checksum.</summary>
    Deflate = 1,

    /// <summary>Snappy's block format, followed by the CRC-32 of the uncompressed data.</summary>
    Snappy = 2,
}
