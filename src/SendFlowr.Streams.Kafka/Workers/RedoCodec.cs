using System.Buffers.Binary;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// All changes of one commit as records of a changelog that go before them, in chunks: a crash between two of the changes leaves the whole.
/// Key = 254 and the chunk's number (4 bytes), value = the commit's number (8 bytes), number of chunks (4 bytes), bytes of the changes. The chunks
/// are deleted, the first one last, when the changes themselves are there.
/// </summary>
internal static class RedoCodec
{
    /// <summary>Commit and number of chunks.</summary>
    public const int HeaderBytes = sizeof(long) + sizeof(int);

    private const byte KeyMark = 254;
    private const int KeyBytes = 1 + sizeof(int);

    /// <summary>Well below what a topic takes as one record (1 MB).</summary>
    private const int ChunkBytes = 512 << 10;

    /// <summary>The number of the chunk that a record of a changelog is; −1 when it is none.</summary>
    public static int ChunkOf(ReadOnlySpan<byte> key) =>
        key.Length == KeyBytes && key[0] == KeyMark ? BinaryPrimitives.ReadInt32BigEndian(key[1..]) : -1;

    /// <summary>Sends the changes of a commit. Returns the number of chunks.</summary>
    public static int Send(IPlainProducer producer, TopicPartition changelog, ReadOnlySpan<byte> changes, long commitMilliseconds)
    {
        int chunks = (changes.Length + ChunkBytes - 1) / ChunkBytes;
        Span<byte> key = stackalloc byte[KeyBytes];
        byte[] value = new byte[HeaderBytes + Math.Min(changes.Length, ChunkBytes)];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<byte> part = changes[(chunk * ChunkBytes)..Math.Min(changes.Length, (chunk + 1) * ChunkBytes)];
            BinaryPrimitives.WriteInt64LittleEndian(value, commitMilliseconds);
            BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(sizeof(long)), chunks);
            part.CopyTo(value.AsSpan(HeaderBytes));
            WriteKey(key, chunk);
            producer.Send(changelog, key, value.AsSpan(0, HeaderBytes + part.Length), isTombstone: false, commitMilliseconds);
        }

        return chunks;
    }

    /// <summary>Deletes the chunks by tombstones of these keys: the first chunk last, without which the others are nothing.</summary>
    public static void SendEnd(int chunks, KeySink delete)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        for (int chunk = chunks - 1; chunk >= 0; chunk--)
        {
            WriteKey(key, chunk);
            delete(key);
        }
    }

    private static void WriteKey(Span<byte> key, int chunk)
    {
        key[0] = KeyMark;
        BinaryPrimitives.WriteInt32BigEndian(key[1..], chunk);
    }

    /// <summary>Takes a key, during the call only.</summary>
    public delegate void KeySink(ReadOnlySpan<byte> key);
}
