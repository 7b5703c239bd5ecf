using SendFlowr.Model.Events;

namespace SendFlowr.Model.Signals;

/// <summary>What one rule keeps of an event: the entry it writes into a person's signal row.</summary>
internal sealed record SignalMemory(byte Id)
{
    /// <summary>How many of the newest times are kept for each channel.</summary>
    public int Keep { get; init; } = 1;

    public bool PerChannel { get; init; }

    public string? FixedChannel { get; init; }

    public string? Attribute { get; init; }

    public string? AttributeValue { get; init; }

    /// <summary>A click or visit made by a machine says nothing about the person.</summary>
    public bool PeopleOnly { get; init; }

    /// <summary>Not kept where several channels share one memory: see <see cref="SignalRowLayout.SharedSlot"/>.</summary>
    public bool NeedsOwnChannel { get; init; }

    public bool Matches(CanonicalEvent value)
    {
        if (PeopleOnly && value.Machine != MachineFlag.None)
        {
            return false;
        }

        if (Attribute is null)
        {
            return true;
        }

        foreach (KeyValuePair<string, string> attribute in value.Attributes)
        {
            if (attribute.Key == Attribute && string.Equals(attribute.Value, AttributeValue, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
