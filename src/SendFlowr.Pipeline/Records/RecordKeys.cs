using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Records;

/// <summary>Keys of records that are not a person's node id.</summary>
internal static class RecordKeys
{
    /// <summary>Kind and version: compaction keeps every version, and the newest survey and cut.</summary>
    public static byte[] OfPriors(PriorsKind kind, long version)
    {
        byte[] key = new byte[9];
        key[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), kind == PriorsKind.Version ? version : 0);
        return key;
    }

    /// <summary>Kind and task.</summary>
    public static byte[] OfSums(SumsKind kind, int task)
    {
        byte[] key = new byte[5];
        key[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(1), task);
        return key;
    }
}
