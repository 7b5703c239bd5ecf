namespace SendFlowr.Connectors.Mapping;

/// <summary>What a deployment adds to a definition. Immutable.</summary>
public sealed record MapperOptions
{
    /// <summary>ISO code of the country of national phone numbers where the definition names none. Default: none.</summary>
    public string? DefaultCountry { get; init; }
}
