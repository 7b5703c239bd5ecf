using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Connectors.Tests.Support;

/// <summary>Avro container files in memory.</summary>
internal static class AvroFiles
{
    public static byte[] Write(string schema, IEnumerable<AvroValue> records, ContainerCodec codec = ContainerCodec.Deflate, int blockBytes = 64)
    {
        using MemoryStream stream = new();
        byte[] marker = [.. Enumerable.Range(1, ContainerHeader.SyncMarkerBytes).Select(static value => (byte)value)];
        using (ContainerWriter writer = new(stream, schema, marker, new() { Codec = codec, BlockBytes = blockBytes }))
        {
            foreach (AvroValue record in records)
            {
                writer.Append(record);
            }
        }

        return stream.ToArray();
    }
}
