using SendFlowr.Server.Inputs;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.OpenApi;

/// <summary>What an endpoint is for, reads and answers; metadata of its route, from which its documentation is made. Immutable.</summary>
/// <param name="Group">Endpoints of one group are listed together.</param>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Answer">Its answer of status 200 (or <see cref="Status"/>).</param>
internal sealed record EndpointDescription(string Group, string Summary, AnswerShape Answer)
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Parameters of the query.</summary>
    public InputTable? Query { get; init; }

    /// <summary>Name and description of the path's parameter; null: none.</summary>
    public (string Name, string Description, string Example)? PathParameter { get; init; }

    public BodyShape? Body { get; init; }

    /// <summary>Whether the answer is lines of the shape.</summary>
    public bool AnswersLines { get; init; }

    /// <summary>Kinds of refusal beside those that every endpoint has.</summary>
    public IReadOnlyList<ProblemType> Problems { get; init; } = [];
}
