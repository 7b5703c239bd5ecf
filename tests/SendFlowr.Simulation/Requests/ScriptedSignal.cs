namespace SendFlowr.Simulation.Requests;

/// <summary>A signal of a script.</summary>
/// <param name="EventId">Its event id, by which it is found in the log.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Person">Number of the person.</param>
/// <param name="Channel">The event's channel.</param>
/// <param name="At">When it happened, epoch milliseconds.</param>
internal sealed record ScriptedSignal(string EventId, string Type, int Person, string Channel, long At);
