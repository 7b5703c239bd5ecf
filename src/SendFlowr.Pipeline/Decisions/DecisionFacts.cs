using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>What the tables and the options say at the moment a decision is made. Immutable as long as nobody writes to the rows.</summary>
public readonly record struct DecisionFacts
{
    /// <summary>The person's timing row; empty when nothing is known.</summary>
    public required byte[] TimingRow { get; init; }

    /// <summary>The person's signal row; empty when there are no signals.</summary>
    public required byte[] SignalRow { get; init; }

    /// <summary>What is measured of the lane; the default when nothing is.</summary>
    public required LaneSummary Lane { get; init; }

    /// <summary>The version of the priors in force.</summary>
    public required CurvePriors Priors { get; init; }

    /// <summary>The policy in force.</summary>
    public required SignalRules Rules { get; init; }

    /// <summary>The clocks of people's habits.</summary>
    public required PersonClocks Clocks { get; init; }

    /// <summary>See <see cref="PipelineOptions.HorizonMinutes"/>.</summary>
    public required int HorizonMinutes { get; init; }
}
