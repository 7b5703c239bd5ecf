using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Support;

/// <summary>Container files in memory.</summary>
internal static class ContainerFiles
{
    public static readonly byte[] SyncMarker = [.. Enumerable.Range(0xA0, ContainerHeader.SyncMarkerBytes).Select(value => (byte)value)];

    public static byte[] Write(string schemaText, IEnumerable<AvroValue> values, ContainerCodec codec, int blockBytes = 64 * 1024)
    {
        using MemoryStream stream = new();
        using (ContainerWriter writer = new(stream, schemaText, SyncMarker, new() { Codec = codec, BlockBytes = blockBytes }))
        {
            foreach (AvroValue value in values)
                writer.Append(value);
        }

        return stream.ToArray();
    }

    public static List<AvroValue> Read(byte[] file, AvroSchema? readerSchema = null, ContainerLimits? limits = null)
    {
        using MemoryStream stream = new(file);
        ContainerReader reader = new(stream, readerSchema, limits);
        List<AvroValue> values = [];
        while (reader.TryRead(out AvroValue value))
            values.Add(value);
        return values;
    }

    /// <summary>A file as nobody would write it: the header's entries and the blocks as given, each block with the count and size that it
    /// claims.</summary>
    public static byte[] Forge(
        IReadOnlyList<(string Key, string Value)> entries, params (long Count, long? Size, byte[] Data)[] blocks)
    {
        AvroWriter output = new();
        output.WriteFixed(ContainerHeader.Magic);
        output.WriteBlockStart(entries.Count);
        foreach ((string key, string value) in entries)
        {
            output.WriteString(key);
            output.WriteBytes(Encoding.UTF8.GetBytes(value));
        }

        output.WriteBlocksEnd();
        output.WriteFixed(SyncMarker);
        foreach ((long count, long? size, byte[] data) in blocks)
        {
            output.WriteLong(count);
            output.WriteLong(size ?? data.Length);
            output.WriteFixed(data);
            output.WriteFixed(SyncMarker);
        }

        return output.WrittenSpan.ToArray();
    }
}
