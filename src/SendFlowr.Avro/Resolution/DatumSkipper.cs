using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>Passes over a datum that the reader does not want, under the same limits as if it were read.</summary>
internal static class DatumSkipper
{
    public static void Skip(AvroSchema writer, ref AvroReader input, ref DatumBudget budget)
    {
        switch (writer.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                input.ReadBoolean();
                break;
            case AvroKind.Int:
                input.ReadInt();
                break;
            case AvroKind.Long:
                input.ReadLong();
                break;
            case AvroKind.Float:
                input.Skip(sizeof(float));
                break;
            case AvroKind.Double:
                input.Skip(sizeof(double));
                break;
            case AvroKind.Bytes or AvroKind.String:
                input.SkipBytes();
                break;
            case AvroKind.Fixed:
                input.Skip(((FixedSchema)writer).Size);
                break;
            case AvroKind.Enum:
                input.ReadEnum(((EnumSchema)writer).Symbols.Count);
                break;
            case AvroKind.Union:
                IReadOnlyList<AvroSchema> branches = ((UnionSchema)writer).Branches;
                Skip(branches[input.ReadUnion(branches.Count)], ref input, ref budget);
                break;
            default:
                SkipNested(writer, ref input, ref budget);
                break;
        }
    }

    private static void SkipNested(AvroSchema writer, ref AvroReader input, ref DatumBudget budget)
    {
        budget.Enter();
        switch (writer)
        {
            case RecordSchema record:
                budget.Take(record.Fields.Count);
                foreach (RecordField field in record.Fields)
                    Skip(field.Schema, ref input, ref budget);
                break;
            case ArraySchema array:
                SkipBlocks(array.Items, hasKeys: false, ref input, ref budget);
                break;
            case MapSchema map:
                SkipBlocks(map.Values, hasKeys: true, ref input, ref budget);
                break;
            default:
                throw new InvalidOperationException($"A schema of kind {writer.Kind} nests nothing.");
        }

        budget.Leave();
    }

    private static void SkipBlocks(AvroSchema items, bool hasKeys, ref AvroReader input, ref DatumBudget budget)
    {
        while (true)
        {
            int count = input.ReadBlockCount(hasKeys ? 1 : 0, out int blockBytes);
            if (count == 0)
                return;
            if (blockBytes >= 0)
            {
                input.Skip(blockBytes);
                continue;
            }

            budget.Take(count);
            for (int left = count; left > 0; left--)
            {
                if (hasKeys)
                    input.SkipBytes();
                Skip(items, ref input, ref budget);
            }
        }
    }
}
