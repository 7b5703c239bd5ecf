using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Where a request stands: the newest revision. Immutable.</summary>
public sealed record RequestStatus
{
    public required string RequestId { get; init; }

    /// <summary><c>sf_</c> and 32 hex digits.</summary>
    public required string UniversalId { get; init; }

    /// <summary><c>d_</c> and 32 hex digits, the same in every revision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>0 for the plan, then one more for each change and for the final state.</summary>
    public required int Revision { get; init; }

    public required RequestState State { get; init; }

    /// <summary>Why, in one sentence, or a word such as <c>window_passed</c>.</summary>
    public required string Reason { get; init; }

    public required string Channel { get; init; }

    /// <summary>Empty when the request names nobody.</summary>
    public required string Provider { get; init; }

    public required Timestamp AcceptedAt { get; init; }

    /// <summary>Null when nothing is to arrive, and for the moment between acceptance and plan.</summary>
    public Timestamp? TargetTimestamp { get; init; }

    /// <summary>Null when nothing is to be triggered, and for the moment between acceptance and plan.</summary>
    public Timestamp? TriggerTimestamp { get; init; }

    public double LatencyEstimateSeconds { get; init; }

    /// <summary>Null while it is open.</summary>
    public Timestamp? SettledAt { get; init; }

    /// <summary>What <c>explain</c> and <c>GET /explanations</c> take.</summary>
    public string ExplanationRef => $"{DecisionId}/{Revision}";
}
