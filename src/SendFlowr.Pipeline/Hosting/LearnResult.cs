namespace SendFlowr.Pipeline.Hosting;

/// <summary>What a learning run did.</summary>
/// <param name="Days">Days that were summed.</param>
/// <param name="PriorsVersion">The version in force now; 0 when nothing has been learned yet.</param>
/// <param name="Seconds">How long it took.</param>
public readonly record struct LearnResult(int Days, long PriorsVersion, double Seconds);
