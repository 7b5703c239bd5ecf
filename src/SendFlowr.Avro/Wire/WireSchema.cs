using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Wire;

/// <summary>What is needed to read messages of one schema id. Immutable and thread-safe.</summary>
/// <param name="Id">The registry's id.</param>
/// <param name="Reader">From the writer's schema to the one that is wanted.</param>
/// <param name="Transcoder">The same, from bytes to bytes.</param>
public sealed record WireSchema(int Id, DatumReader Reader, Transcoder Transcoder)
{
    /// <summary>The schema with that id.</summary>
    public AvroSchema WriterSchema => Reader.WriterSchema;

    /// <summary>The schema that records are read in.</summary>
    public AvroSchema ReaderSchema => Reader.ReaderSchema;
}
