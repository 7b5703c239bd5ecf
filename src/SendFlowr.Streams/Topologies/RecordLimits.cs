namespace SendFlowr.Streams.Topologies;

/// <summary>Limits of a record, the same for every driver.</summary>
public static class RecordLimits
{
    /// <summary>Longest key.</summary>
    public const int MaxKeyBytes = 64 * 1024;

    /// <summary>Longest value.</summary>
    public const int MaxValueBytes = 16 * 1024 * 1024;

    /// <summary>Throws an <see cref="ArgumentException"/> that names the limit when the record is too large.</summary>
    public static void Check(int keyBytes, int valueBytes)
    {
        if (keyBytes > MaxKeyBytes)
        {
            throw new ArgumentException($"The key of a record is {keyBytes} bytes long; the limit is {MaxKeyBytes}. Hash or shorten it.");
        }

        if (valueBytes > MaxValueBytes)
        {
            throw new ArgumentException($"The value of a record is {valueBytes} bytes long; the limit is {MaxValueBytes}. Split or cut it.");
        }
    }
}
