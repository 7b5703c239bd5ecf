using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>Writes values with a schema. Arrays and maps are written in one block. Immutable and thread-safe.</summary>
public sealed class DatumWriter
{
    private readonly DatumLimits limits;

    public DatumWriter(AvroSchema schema, DatumLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        this.limits = limits ?? DatumLimits.Default;
    }

    public AvroSchema Schema { get; }

    /// <summary>Appends the value; after an error the output is as it was before.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema, or exceeds a limit.</exception>
    public void Write(AvroValue value, AvroWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int start = output.Length;
        DatumBudget budget = new(limits);
        try
        {
            Write(Schema, value, output, ref budget);
        }
        catch (AvroDataException)
        {
            output.Truncate(start);
            throw;
        }
    }

    private static void Write(AvroSchema schema, AvroValue value, AvroWriter output, ref DatumBudget budget)
    {
        if (schema is UnionSchema union)
        {
            int branch = union.BranchOf(value);
            if (branch < 0)
                throw Unfit(value, "any branch of the union");
            output.WriteUnion(branch);
            schema = union.Branches[branch];
        }
        else if (!value.IsOf(schema))
        {
            throw Unfit(value, $"'{schema.TypeName}'");
        }

        switch (schema)
        {
            case RecordSchema record:
                WriteRecord(record, value.AsRecord(), output, ref budget);
                break;
            case ArraySchema array:
                WriteArray(array, value.AsArray(), output, ref budget);
                break;
            case MapSchema map:
                WriteMap(map, value.Map, output, ref budget);
                break;
            default:
                WriteScalar(schema, value, output);
                break;
        }
    }

    private static void WriteScalar(AvroSchema schema, AvroValue value, AvroWriter output)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                output.WriteBoolean(value.AsBoolean());
                break;
            case AvroKind.Int:
                output.WriteInt(value.AsInt());
                break;
            case AvroKind.Long:
                output.WriteLong(value.AsLong());
                break;
            case AvroKind.Float:
                output.WriteFloat(value.AsFloat());
                break;
            case AvroKind.Double:
                output.WriteDouble(value.AsDouble());
                break;
            case AvroKind.Bytes:
                output.WriteBytes(value.AsBytes().Span);
                break;
            case AvroKind.String:
                output.WriteString(value.AsString());
                break;
            case AvroKind.Fixed:
                WriteFixed((FixedSchema)schema, value.AsBytes().Span, output);
                break;
            case AvroKind.Enum:
                WriteEnum((EnumSchema)schema, value.AsEnumSymbol(), output);
                break;
            default:
                throw new InvalidOperationException($"A schema of kind {schema.Kind} is no scalar.");
        }
    }

    private static void WriteFixed(FixedSchema schema, ReadOnlySpan<byte> value, AvroWriter output)
    {
        if (value.Length != schema.Size)
        {
            throw new AvroDataException(
                $"The fixed '{schema.FullName}' takes {schema.Size} bytes, not {value.Length}. Pad or cut the value.");
        }

        output.WriteFixed(value);
    }

    private static void WriteEnum(EnumSchema schema, string symbol, AvroWriter output)
    {
        int index = schema.IndexOf(symbol);
        if (index < 0)
            throw new AvroDataException($"The enum '{schema.FullName}' has no symbol '{symbol}'. Use one of its symbols.");
        output.WriteEnum(index);
    }

    private static void WriteRecord(RecordSchema schema, AvroRecord record, AvroWriter output, ref DatumBudget budget)
    {
        budget.Enter();
        budget.Take(schema.Fields.Count);
        foreach (RecordField field in schema.Fields)
        {
            try
            {
                Write(field.Schema, FieldValue(schema, field, record), output, ref budget);
            }
            catch (AvroDataException exception)
            {
                exception.AddField(field.Name);
                throw;
            }
        }

        budget.Leave();
    }

    // A record made with another copy of the schema text is taken by field names.
    private static AvroValue FieldValue(RecordSchema schema, RecordField field, AvroRecord record)
    {
        if (ReferenceEquals(schema, record.Schema))
            return record.Values[field.Index];
        RecordField? source = record.Schema.Field(field.Name);
        return source is not null
            ? record.Values[source.Index]
            : throw new AvroDataException(
                $"The record '{record.Schema.FullName}' was made without this field. Make it with the writer's schema.");
    }

    private static void WriteArray(ArraySchema schema, IReadOnlyList<AvroValue> items, AvroWriter output, ref DatumBudget budget)
    {
        budget.Enter();
        budget.Take(items.Count);
        output.WriteBlockStart(items.Count);
        for (int index = 0; index < items.Count; index++)
        {
            try
            {
                Write(schema.Items, items[index], output, ref budget);
            }
            catch (AvroDataException exception)
            {
                exception.AddIndex(index);
                throw;
            }
        }

        output.WriteBlocksEnd();
        budget.Leave();
    }

    private static void WriteMap(MapSchema schema, OrderedDictionary<string, AvroValue> entries, AvroWriter output, ref DatumBudget budget)
    {
        budget.Enter();
        budget.Take(entries.Count);
        output.WriteBlockStart(entries.Count);
        foreach ((string key, AvroValue value) in entries)
        {
            try
            {
                output.WriteString(key);
                Write(schema.Values, value, output, ref budget);
            }
            catch (AvroDataException exception)
            {
                exception.AddKey(key);
                throw;
            }
        }

        output.WriteBlocksEnd();
        budget.Leave();
    }

    private static AvroDataException Unfit(AvroValue value, string expected) =>
        new($"A value of type '{value.NamedSchema?.FullName ?? PrimitiveSchema.NameOf(value.Kind)}' does not fit {expected}. "
            + "Convert it first.");
}
