using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Another good time: a local maximum of the score at least 30 minutes from the target and from the other alternatives.</summary>
/// <param name="Target">The arrival.</param>
/// <param name="Score">Its score, comparable with that of the target.</param>
public readonly record struct DecisionAlternative(Timestamp Target, double Score);
