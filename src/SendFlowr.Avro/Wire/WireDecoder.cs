using System.Globalization;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Wire;

/// <summary>Reads messages in the wire format, and remembers the schemas it met, up to a limit.</summary>
/// <remarks>Not thread-safe: one for each thread. A message whose id is remembered costs no look-up and no allocation of its own.</remarks>
public sealed class WireDecoder
{
    /// <summary>Most schemas remembered by default.</summary>
    public const int DefaultMaxSchemas = 256;

    private readonly Func<int, string?> findSchema;
    private readonly AvroSchema? readerSchema;
    private readonly DatumLimits limits;
    private readonly int maxSchemas;
    private readonly Dictionary<int, Entry> entries = [];
    private Entry? last;
    private long uses;

    /// <param name="findSchema">The text of the schema with an id; null when there is none. What it throws passes through.</param>
    /// <param name="readerSchema">The schema that records are wanted in; null: each in the one it was written with.</param>
    /// <param name="limits">Bounds on one record; null: the default ones.</param>
    /// <param name="maxSchemas">Most schemas remembered, at least 1; beyond it the one that was not used for longest is forgotten.</param>
    public WireDecoder(
        Func<int, string?> findSchema, AvroSchema? readerSchema = null, DatumLimits? limits = null, int maxSchemas = DefaultMaxSchemas)
    {
        ArgumentNullException.ThrowIfNull(findSchema);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSchemas, 1);
        this.findSchema = findSchema;
        this.readerSchema = readerSchema;
        this.limits = limits ?? DatumLimits.Default;
        this.maxSchemas = maxSchemas;
    }

    /// <summary>Number of schemas remembered, at most the limit.</summary>
    public int SchemaCount => entries.Count;

    /// <summary>Finds what a message is to be read with.</summary>
    /// <param name="message">Header and record.</param>
    /// <param name="body">The record's bytes, in the writer's schema: a view into the message.</param>
    /// <exception cref="AvroDataException">The message has no header, its id is unknown, or its schema cannot be used.</exception>
    public WireSchema Open(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> body)
    {
        body = WireFormat.ReadHeader(message, out int id);
        Entry? entry = last?.Schema.Id == id ? last : null;
        if (entry is null && !entries.TryGetValue(id, out entry))
        {
            entry = new Entry(Find(id));
            if (entries.Count >= maxSchemas)
                entries.Remove(entries.MinBy(static known => known.Value.LastUse).Key);
            entries.Add(id, entry);
        }

        entry.LastUse = ++uses;
        last = entry;
        return entry.Schema;
    }

    /// <summary>Reads a message into a value of the reader's schema.</summary>
    /// <exception cref="AvroDataException">The message cannot be opened, or its record is not what its schema says.</exception>
    public AvroValue Read(ReadOnlySpan<byte> message)
    {
        WireSchema schema = Open(message, out ReadOnlySpan<byte> body);
        return schema.Reader.Read(body);
    }

    /// <summary>Appends the record's bytes in the reader's schema to the output.</summary>
    /// <exception cref="AvroDataException">The message cannot be opened, or its record is not what its schema says.</exception>
    public void Transcode(ReadOnlySpan<byte> message, AvroWriter output)
    {
        WireSchema schema = Open(message, out ReadOnlySpan<byte> body);
        schema.Transcoder.Transcode(body, output);
    }

    private WireSchema Find(int id)
    {
        string shown = id.ToString(CultureInfo.InvariantCulture);
        string text = findSchema(id) ?? throw new AvroDataException(
            $"The message names the schema id {shown}, which the registry does not know. Check that the registry is the one its producer uses.");
        try
        {
            AvroSchema writer = AvroSchema.Parse(text);
            AvroSchema reader = readerSchema ?? writer;
            return new WireSchema(id, new DatumReader(writer, reader, limits), new Transcoder(writer, reader, limits));
        }
        catch (AvroSchemaException exception)
        {
            throw new AvroDataException($"The schema with the id {shown} cannot be used. {exception.Message}");
        }
    }

    private sealed class Entry(WireSchema schema)
    {
        public WireSchema Schema { get; } = schema;

        public long LastUse { get; set; }
    }
}
