using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>What every driver of the pipeline needs. Immutable.</summary>
public record PipelineOptions
{
    /// <summary>ISO code of the country of national phone numbers; null: they are refused.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>Length of the stretch after arrival in which engagement counts, 1 to 1440 minutes. Default 60.</summary>
    public int HorizonMinutes { get; init; } = 60;

    /// <summary>The clock of people's habits. Default UTC for everybody.</summary>
    public PersonClocks Clocks { get; init; } = PersonClocks.Utc;

    public SignalRules Rules { get; init; } = SignalRules.Factory;

    public required TimeProvider Time { get; init; }
}
