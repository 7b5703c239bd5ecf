namespace SendFlowr.Pipeline.Bench;

/// <summary>Mean time of the stages of a decision, in microseconds.</summary>
/// <param name="Resolve">From the names to the node.</param>
/// <param name="Read">Rows of the person, summary of the lane, priors in force.</param>
/// <param name="Decide">Curve, signals, search, and the answer.</param>
/// <param name="Explain">The reasons in words, and the id.</param>
/// <param name="Write">The bytes of the record.</param>
public readonly record struct DecideStages(double Resolve, double Read, double Decide, double Explain, double Write);
