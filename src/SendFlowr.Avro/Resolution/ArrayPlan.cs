using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>An array, block by block.</summary>
internal sealed class ArrayPlan(ReadPlan items) : ReadPlan
{
    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget)
    {
        budget.Enter();
        List<AvroValue> values = [];
        DatumBlock block = default;
        while (block.Next(ref input, ref budget))
        {
            for (int left = block.Count; left > 0; left--)
            {
                try
                {
                    values.Add(items.Read(ref input, ref budget));
                }
                catch (AvroDataException exception)
                {
                    exception.AddIndex(values.Count);
                    throw;
                }
            }

            block.EnsureSize(ref input);
        }

        budget.Leave();
        return AvroValue.FromArray([.. values]);
    }
}
