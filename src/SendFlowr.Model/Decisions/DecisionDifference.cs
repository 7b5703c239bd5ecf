namespace SendFlowr.Model.Decisions;

/// <summary>A field in which a recomputed decision is not the recorded one.</summary>
/// <param name="Field">Its name in records, for example <c>target_timestamp_utc</c>; list entries as <c>alternatives[0].score</c>.</param>
/// <param name="Recorded">The recorded value as text; empty when absent.</param>
/// <param name="Recomputed">The recomputed value as text; empty when absent.</param>
public readonly record struct DecisionDifference(string Field, string Recorded, string Recomputed);
