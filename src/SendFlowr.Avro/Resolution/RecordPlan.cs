using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>A record: the writer's fields in their order, each read into the reader's or skipped; then defaults for the rest.</summary>
internal sealed class RecordPlan(RecordSchema reader) : ReadPlan
{
    private Step[] steps = [];
    private RecordField[] defaulted = [];

    /// <summary>Set after construction, because a record may hold itself.</summary>
    public void Complete(Step[] fieldSteps, RecordField[] defaultedFields)
    {
        steps = fieldSteps;
        defaulted = defaultedFields;
    }

    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget)
    {
        budget.Enter();
        budget.Take(reader.Fields.Count);
        AvroValue[] values = new AvroValue[reader.Fields.Count];
        foreach (Step step in steps)
        {
            try
            {
                if (step.Plan is null)
                    DatumSkipper.Skip(step.Field.Schema, ref input, ref budget);
                else
                    values[step.Target] = step.Plan.Read(ref input, ref budget);
            }
            catch (AvroDataException exception)
            {
                exception.AddField(step.Field.Name);
                throw;
            }
        }

        foreach (RecordField field in defaulted)
            values[field.Index] = field.Default;
        budget.Leave();
        return AvroValue.FromRecord(AvroRecord.FromTrusted(reader, values));
    }

    /// <param name="Field">The writer's field.</param>
    /// <param name="Target">Index of the reader's field.</param>
    /// <param name="Plan">How it is read; null: it is skipped.</param>
    internal readonly record struct Step(RecordField Field, int Target, ReadPlan? Plan);
}
