using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>Reads bytes of a writer's schema into values of a reader's schema, by the specification's rules of schema resolution.</summary>
/// <remarks>Immutable and thread-safe. Defaults are shared between the values read, which cannot be changed.</remarks>
public sealed class DatumReader
{
    private readonly ReadPlan plan;
    private readonly DatumLimits limits;

    /// <exception cref="AvroSchemaException">The one schema cannot be read with the other, whatever branches the data's unions
    /// take.</exception>
    public DatumReader(AvroSchema writerSchema, AvroSchema readerSchema, DatumLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(writerSchema);
        ArgumentNullException.ThrowIfNull(readerSchema);
        PlanCompiler compiler = new();
        plan = compiler.Compile(writerSchema, readerSchema);
        foreach (SchemaMismatch mismatch in compiler.Mismatches.Where(mismatch => mismatch.IsCertain))
        {
            throw new AvroSchemaException(
                mismatch.Path,
                $"the reader cannot read what was written: {mismatch.Problem}",
                "Give the reader an alias or a default for it");
        }

        WriterSchema = writerSchema;
        ReaderSchema = readerSchema;
        this.limits = limits ?? DatumLimits.Default;
    }

    /// <summary>A reader of data written with the very schema.</summary>
    public DatumReader(AvroSchema schema, DatumLimits? limits = null)
        : this(schema, schema, limits)
    {
    }

    public AvroSchema WriterSchema { get; }

    public AvroSchema ReaderSchema { get; }

    /// <summary>Reads one datum that takes all of the data.</summary>
    /// <exception cref="AvroDataException">The data is not what the writer's schema says, exceeds a limit, or has no place in the
    /// reader's.</exception>
    public AvroValue Read(ReadOnlySpan<byte> data)
    {
        AvroReader input = new(data);
        AvroValue value = Read(ref input);
        input.EnsureEnd();
        return value;
    }

    /// <summary>Reads one datum from where the input stands, and leaves it behind the datum.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte})" path="/exception"/>
    public AvroValue Read(ref AvroReader input)
    {
        DatumBudget budget = new(limits);
        return plan.Read(ref input, ref budget);
    }
}
