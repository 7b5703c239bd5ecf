using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>How bytes of one writer's schema become a value of one reader's schema. Immutable once compiled; thread-safe.</summary>
internal abstract class ReadPlan
{
    public abstract AvroValue Read(ref AvroReader input, ref DatumBudget budget);
}
