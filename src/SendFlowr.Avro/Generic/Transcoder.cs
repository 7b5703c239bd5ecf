using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>Turns bytes written with one schema into bytes of another, so that a fast codec needs to know the current schema
/// only.</summary>
/// <remarks>Immutable and thread-safe; the output is not. Between schemas of one canonical form the bytes are copied and not looked
/// at.</remarks>
public sealed class Transcoder
{
    private readonly DatumReader reader;
    private readonly DatumWriter writer;

    /// <exception cref="AvroSchemaException">The one schema cannot be read with the other, whatever branches the data's unions
    /// take.</exception>
    public Transcoder(AvroSchema writerSchema, AvroSchema readerSchema, DatumLimits? limits = null)
    {
        reader = new DatumReader(writerSchema, readerSchema, limits);
        writer = new DatumWriter(readerSchema, limits);
        IsIdentity = writerSchema.CanonicalForm == readerSchema.CanonicalForm;
    }

    /// <summary>Whether the two schemas have one binary layout, so that the bytes can be used as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>Appends the record, which takes all of the data, to the output; after an error the output is as it was before.</summary>
    /// <exception cref="AvroDataException">The data is not what the writer's schema says, exceeds a limit, or has no place in the
    /// reader's.</exception>
    public void Transcode(ReadOnlySpan<byte> data, AvroWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (IsIdentity)
            output.WriteFixed(data);
        else
            writer.Write(reader.Read(data), output);
    }
}
