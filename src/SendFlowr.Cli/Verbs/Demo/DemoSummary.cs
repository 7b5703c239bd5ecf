using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Experiments;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The demo's figures. All but the seconds are the same for the same people, days and seed. Immutable.</summary>
internal sealed record DemoSummary
{
    public required DemoPlan Plan { get; init; }

    /// <summary>Events of history and campaigns.</summary>
    public required long Events { get; init; }

    /// <summary>Events of the history, which is read at full speed.</summary>
    public required long HistoryEvents { get; init; }

    /// <summary>Time to read and learn the history.</summary>
    public required double HistorySeconds { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Revisions of decisions recorded.</summary>
    public required long Decisions { get; init; }

    public required long Triggers { get; init; }

    /// <summary>Number of requests in each state, final or open, by its name.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>|arrival − target| of the arm minute + latency, by provider of the lane; the first is the steady lane.</summary>
    public required IReadOnlyList<(string Provider, ErrorQuantiles Errors)> ArrivalErrors { get; init; }

    public required IReadOnlyList<DemoArm> Arms { get; init; }

    /// <summary>Chance of engagement within the horizon of the messages of the arm minute + latency as they arrived, and had their latency not been subtracted.</summary>
    public required (double With, double Without) Compensation { get; init; }

    /// <summary>Chance of engagement within the horizon, were every request to arrive at the truly best minute of its window.</summary>
    public required double BestPossibleRate { get; init; }
}

/// <summary>One arm of the experiment. Immutable.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Horizon">Engagement within the promised horizon, beside the arm fixed.</param>
/// <param name="TwelveHours">Engagement within twelve hours, beside the arm fixed.</param>
/// <param name="TrueRate">What the rate within the horizon was bound to be, by the truth about the minutes of arrival.</param>
internal sealed record DemoArm(DecisionArm Arm, LiftEstimate Horizon, LiftEstimate TwelveHours, double TrueRate);
