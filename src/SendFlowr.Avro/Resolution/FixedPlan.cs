using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>A fixed of the same size.</summary>
internal sealed class FixedPlan(FixedSchema reader) : ReadPlan
{
    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget) =>
        AvroValue.FromFixed(reader, input.ReadFixed(reader.Size).ToArray());
}
