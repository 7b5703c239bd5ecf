using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>An enum: the writer's position mapped to the reader's symbol, its default, or an error.</summary>
internal sealed class EnumPlan(EnumSchema writer, EnumSchema reader) : ReadPlan
{
    private readonly AvroValue?[] values = [.. writer.Symbols.Select(symbol => Map(symbol, reader))];

    public override AvroValue Read(ref AvroReader input, ref DatumBudget budget)
    {
        int index = input.ReadEnum(values.Length);
        return values[index] ?? throw new AvroDataException(
            $"The reader's enum '{reader.FullName}' has no symbol '{writer.Symbols[index]}' and no default. Add the symbol or a default.");
    }

    private static AvroValue? Map(string symbol, EnumSchema reader)
    {
        string? known = reader.IndexOf(symbol) >= 0 ? symbol : reader.DefaultSymbol;
        return known is null ? null : AvroValue.FromEnum(reader, known);
    }
}
