using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Requests;

/// <summary>What is wrong with one field of a request or question. Immutable.</summary>
/// <param name="Reason">Which kind of fault, from the closed list of dead letters.</param>
/// <param name="Field">Path of the field, for example <c>identifiers[1].type</c>; empty when the whole is wrong.</param>
/// <param name="Found">What was found: a kind such as "a number", or the value where it cannot be personal.</param>
/// <param name="Remedy">What to send instead, as a clause.</param>
public sealed record FieldProblem(RejectionReason Reason, string Field, string Found, string Remedy)
{
    /// <summary>The sentence for people, without a value of an identifier.</summary>
    public string Detail => Field.Length == 0 ? $"The body is {Found}: {Remedy}." : $"{Field} is {Found}: {Remedy}.";
}
