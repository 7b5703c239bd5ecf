using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>One revision of a decision as <c>sendflowr.decisions</c> keeps it: the answer and all it was computed from. Immutable.</summary>
public sealed record DecisionRecord
{
    /// <summary>The state of a question's answer.</summary>
    public const string Answered = "answered";

    public required Decision Decision { get; init; }

    /// <summary>0 or more.</summary>
    public required int Revision { get; init; }

    public string? RequestId { get; init; }

    public required string State { get; init; }

    /// <summary>The reasons in plain words, line by line.</summary>
    public required IReadOnlyList<string> Explanation { get; init; }

    public required Timestamp CreatedAt { get; init; }

    public required double? LatencyHintSeconds { get; init; }

    /// <summary>The person's timing row, empty when nothing was known.</summary>
    public required byte[] TimingRow { get; init; }

    /// <summary>The person's signal row, empty when there were no signals.</summary>
    public required byte[] SignalRow { get; init; }

    public required LaneSummary Lane { get; init; }

    /// <summary>The clock the decision was made in, as far as it mattered.</summary>
    public PersonClock Clock { get; init; }

    public string ExplanationRef => $"{Decision.DecisionId}/{Revision}";
}
