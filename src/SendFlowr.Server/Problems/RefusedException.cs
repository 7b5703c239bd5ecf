namespace SendFlowr.Server.Problems;

/// <summary>A request that is refused: bad input, never a defect. Not transient.</summary>
public sealed class RefusedException : Exception
{
    public RefusedException(Problem problem)
        : base(problem.Detail) => Problem = problem;

    public RefusedException(ProblemType type, string detail, string? field = null)
        : this(new Problem(type, detail, field))
    {
    }

    public Problem Problem { get; }
}
