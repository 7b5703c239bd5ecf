using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>The answer to a question. Immutable.</summary>
/// <param name="Record">The decision, as recorded.</param>
/// <param name="Standing">How fresh the rows are that it was made from.</param>
public readonly record struct TimingAnswer(DecisionRecord Record, RowStanding Standing);
