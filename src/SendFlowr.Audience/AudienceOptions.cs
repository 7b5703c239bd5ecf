namespace SendFlowr.Audience;

/// <summary>Size and seed of a simulated audience. Immutable.</summary>
public sealed record AudienceOptions
{
    public const int MaxPeople = 1_000_000;

    /// <summary>1 to 1,000,000. Default 2,000.</summary>
    public int People { get; init; } = 2_000;

    /// <summary>Any number; the same seed gives the same audience, event for event. Default 1.</summary>
    public long Seed { get; init; } = 1;

    internal void Check()
    {
        if (People is < 1 or > MaxPeople)
        {
            throw new ArgumentException($"{nameof(AudienceOptions)}.{nameof(People)} is {People}; it must be 1 to {MaxPeople}.");
        }
    }
}
