using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>A translation of values, looked up by their UTF-8 bytes.</summary>
internal sealed class MapPlan
{
    private readonly (byte[] From, byte[] To)[] entries;
    private readonly UnmappedValue otherwise;
    private readonly bool snakeCase;

    /// <param name="definition">The translation.</param>
    /// <param name="snakeCase">True for event types: a value that is kept is brought to lower_snake.</param>
    public MapPlan(MapDefinition definition, bool snakeCase)
    {
        entries = [.. definition.Entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), Encoding.UTF8.GetBytes(entry.Value)))];
        otherwise = definition.Otherwise;
        this.snakeCase = snakeCase;
    }

    public void Apply(ref Field field, TextScratch scratch)
    {
        foreach ((byte[] from, byte[] to) in entries)
        {
            if (field.Text.SequenceEqual(from))
            {
                field.Text = to;
                return;
            }
        }

        switch (otherwise)
        {
            case UnmappedValue.Keep when snakeCase:
                Span<byte> name = scratch.Take(field.Text.Length);
                field.Text = name[..EventTypeName.ToSnake(field.Text, name)];
                break;
            case UnmappedValue.Keep:
                break;
            case UnmappedValue.Drop:
                field = Field.Absent(field.Path, field.Kind);
                field.Unmapped = true;
                break;
            case UnmappedValue.Reject:
                field = Field.Failed(field.Path, RejectionReason.BadValue, "has a value that the map of the definition does not list");
                break;
            default:
                throw new InvalidOperationException($"Unknown rule {otherwise}.");
        }
    }
}
