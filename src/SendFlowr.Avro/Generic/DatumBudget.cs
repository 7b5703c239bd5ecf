using SendFlowr.Avro.Binary;

namespace SendFlowr.Avro.Generic;

/// <summary>What is left of the <see cref="DatumLimits"/> while one datum is read or written.</summary>
internal struct DatumBudget(DatumLimits limits)
{
    private readonly DatumLimits limits = limits;
    private int valuesLeft = limits.MaxValues;
    private int depth;

    public void Enter()
    {
        if (++depth > limits.MaxDepth)
        {
            throw new AvroDataException(
                $"The data nests deeper than MaxDepth = {limits.MaxDepth}. Flatten it, or raise MaxDepth.");
        }
    }

    public void Leave() => depth--;

    public void Take(int values)
    {
        if (values > valuesLeft)
        {
            throw new AvroDataException(
                $"The data holds more than MaxValues = {limits.MaxValues} fields and items. Split the record, or raise MaxValues.");
        }

        valuesLeft -= values;
    }
}
