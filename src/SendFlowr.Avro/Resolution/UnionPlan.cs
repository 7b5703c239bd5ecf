using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>A writer's union: the plan of the branch that the data names.</summary>
internal sealed class UnionPlan(ReadPlan[] branches) : ReadPlan
{
    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget) =>
        branches[input.ReadUnion(branches.Length)].Read(ref input, ref budget);
}
