using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>A primitive, read as itself or promoted (specification, "Schema Resolution").</summary>
internal sealed class ScalarPlan : ReadPlan
{
    private readonly AvroKind writer;
    private readonly AvroKind reader;

    private ScalarPlan(AvroKind writer, AvroKind reader)
    {
        this.writer = writer;
        this.reader = reader;
    }

    public static bool CanPromote(AvroKind writer, AvroKind reader) => (writer, reader) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.String, AvroKind.Bytes) or (AvroKind.Bytes, AvroKind.String) => true,
        _ => false,
    };

    /// <returns>The plan, or null where the types are neither equal nor promotable.</returns>
    public static ScalarPlan? Of(AvroKind writer, AvroKind reader) =>
        (writer == reader && writer <= AvroKind.String) || CanPromote(writer, reader) ? new ScalarPlan(writer, reader) : null;

    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget) => reader switch
    {
        AvroKind.Null => AvroValue.Null,
        AvroKind.Boolean => AvroValue.FromBoolean(input.ReadBoolean()),
        AvroKind.Int => AvroValue.FromInt(input.ReadInt()),
        AvroKind.Long => AvroValue.FromLong(ReadInteger(ref input)),
        AvroKind.Float => AvroValue.FromFloat(writer == AvroKind.Float ? input.ReadFloat() : ReadInteger(ref input)),
        AvroKind.Double => AvroValue.FromDouble(ReadNumber(ref input)),
        AvroKind.Bytes => AvroValue.FromBytes(input.ReadBytes().ToArray()),
        _ => AvroValue.FromString(input.ReadStringText()),
    };

    private long ReadInteger(ref AvroReader input) => writer == AvroKind.Int ? input.ReadInt() : input.ReadLong();

    private double ReadNumber(ref AvroReader input) => writer switch
    {
        AvroKind.Double => input.ReadDouble(),
        AvroKind.Float => input.ReadFloat(),
        _ => ReadInteger(ref input),
    };
}
