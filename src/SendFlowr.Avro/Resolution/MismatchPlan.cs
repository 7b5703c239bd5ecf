using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>Something the writer may write and the reader has no place for: an error, once data holds it.</summary>
internal sealed class MismatchPlan(string problem) : ReadPlan
{
    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget) =>
        throw new AvroDataException($"The reader's schema cannot take what was written: {problem}. Read it with a schema that can.");
}
