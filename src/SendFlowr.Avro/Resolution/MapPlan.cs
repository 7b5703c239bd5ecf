using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Resolution;

/// <summary>A map, block by block. Of several entries with one key the last one stays, as other implementations have it.</summary>
internal sealed class MapPlan(ReadPlan items) : ReadPlan
{
    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget)
    {
        budget.Enter();
        List<KeyValuePair<string, AvroValue>> entries = [];
        DatumBlock block = default;
        while (block.Next(ref input, ref budget))
        {
            for (int left = block.Count; left > 0; left--)
            {
                string key = input.ReadStringText();
                try
                {
                    entries.Add(new(key, items.Read(ref input, ref budget)));
                }
                catch (AvroDataException exception)
                {
                    exception.AddKey(key);
                    throw;
                }
            }

            block.EnsureSize(ref input);
        }

        budget.Leave();
        return AvroValue.FromMap(entries);
    }
}
