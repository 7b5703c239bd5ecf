namespace SendFlowr.Pipeline.Bench;

/// <summary>What computing a person's curve costs at one size of history: microseconds, the least mean of several repeats.</summary>
/// <param name="Events">Entries in the ring.</param>
/// <param name="State">Reading the ring: minutes and votes.</param>
/// <param name="Person">Decay, sums and cohort weights.</param>
/// <param name="Week">The curve of the whole week.</param>
/// <param name="All">All three together.</param>
/// <param name="Decision">All three, the mass over the horizon of every minute of seven days, the best of them, and its own share.</param>
/// <param name="BytesAllocated">Bytes allocated by such a decision.</param>
public sealed record CurveBenchResult(int Events, double State, double Person, double Week, double All, double Decision, long BytesAllocated);
