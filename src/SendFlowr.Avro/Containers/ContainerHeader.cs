using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Containers;

/// <summary>What a container file begins with. Immutable.</summary>
/// <param name="Schema">The schema of every record.</param>
/// <param name="SchemaText">Its text as the file has it.</param>
/// <param name="Codec">How blocks are compressed.</param>
/// <param name="Metadata">All entries, those of Avro (<c>avro.schema</c>, <c>avro.codec</c>) among them.</param>
/// <param name="SyncMarker">The 16 bytes that end every block.</param>
public sealed record ContainerHeader(
    AvroSchema Schema,
    string SchemaText,
    ContainerCodec Codec,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata,
    ReadOnlyMemory<byte> SyncMarker)
{
    /// <summary>Bytes of a sync marker.</summary>
    public const int SyncMarkerBytes = 16;

    internal const string SchemaKey = "avro.schema";
    internal const string CodecKey = "avro.codec";
    internal const string ReservedPrefix = "avro.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>"Obj" and the version, 1.</summary>
    public static ReadOnlySpan<byte> Magic => [0x4F, 0x62, 0x6A, 0x01];

    internal static ContainerHeader Read(ContainerInput input, ContainerLimits limits)
    {
        ByteBuffer buffer = new();
        input.Read(buffer, Magic.Length, "The magic number");
        if (!buffer.Written.SequenceEqual(Magic))
        {
            throw input.Error(
                $"The file begins with {Convert.ToHexStringLower(buffer.Written)}, not {Convert.ToHexStringLower(Magic)}: it is no Avro "
                + "object container file. Name it after what it is.",
                0);
        }

        long start = input.Position;
        Dictionary<string, ReadOnlyMemory<byte>> metadata = ReadEntries(input, limits, buffer);
        string schemaText = Text(input, metadata, SchemaKey, start) ?? throw input.Error(
            $"The header has no {SchemaKey}. Write the file anew with its schema.", start);
        string codecName = Text(input, metadata, CodecKey, start) ?? "null";
        ContainerCodec codec = BlockCodec.FromName(codecName) ?? throw input.Error(
            $"The codec '{ErrorText.Short(codecName)}' is not known; known are null, deflate and snappy. Write the file with one of these.",
            start);
        AvroSchema schema = ParseSchema(input, schemaText, start);
        input.Read(buffer, SyncMarkerBytes, "The sync marker of the header");
        return new ContainerHeader(schema, schemaText, codec, metadata, buffer.Written.ToArray());
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> ReadEntries(ContainerInput input, ContainerLimits limits, ByteBuffer buffer)
    {
        Dictionary<string, ReadOnlyMemory<byte>> entries = new(StringComparer.Ordinal);
        long taken = 0;
        while (true)
        {
            long start = input.Position;
            long count = input.ReadLong("The number of header entries");
            if (count == 0)
                return entries;
            if (count < 0)
            {
                input.ReadLong("The size of the header entries");
                count = unchecked(-count); // the least long stays negative, and is refused below
            }

            if (count < 0 || count > limits.MaxEntries - taken)
            {
                throw input.Error(
                    $"The header has more than MaxEntries = {limits.MaxEntries} entries ({count} more). Check that the file is whole.", start);
            }

            taken += count;
            for (; count > 0; count--)
            {
                long at = input.Position;
                ReadBytes(input, limits, buffer, "The name of a header entry");
                string key = Decode(input, buffer.Written, "The name of a header entry", at);
                ReadBytes(input, limits, buffer, $"The header entry '{ErrorText.Short(key)}'");
                entries[key] = buffer.Written.ToArray();
            }
        }
    }

    private static void ReadBytes(ContainerInput input, ContainerLimits limits, ByteBuffer buffer, string what)
    {
        long start = input.Position;
        long length = input.ReadLong(what);
        if (length < 0 || length > limits.MaxEntryBytes)
        {
            throw input.Error(
                $"{what} says that it takes {length} bytes; allowed are 0 to MaxEntryBytes = {limits.MaxEntryBytes}. Check that the file is whole.",
                start);
        }

        input.Read(buffer, (int)length, what);
    }

    private static string? Text(ContainerInput input, Dictionary<string, ReadOnlyMemory<byte>> metadata, string key, long position) =>
        metadata.TryGetValue(key, out ReadOnlyMemory<byte> value) ? Decode(input, value.Span, $"The header entry '{key}'", position) : null;

    private static string Decode(ContainerInput input, ReadOnlySpan<byte> bytes, string what, long position)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw input.Error($"{what} is no UTF-8. Fetch the file again.", position, exception);
        }
    }

    private static AvroSchema ParseSchema(ContainerInput input, string text, long position)
    {
        try
        {
            return AvroSchema.Parse(text);
        }
        catch (AvroSchemaException exception)
        {
            throw input.Error($"The schema of the file cannot be used. {exception.Message}", position, exception);
        }
    }
}
