using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Mapping;

/// <summary>An identifier that was left out of an accepted event.</summary>
/// <param name="Type">The type it would have had.</param>
/// <param name="Problem">Why; <see cref="IdentifierProblem.Blocked"/>, or another where the definition says <c>invalid: drop</c>.</param>
public readonly record struct DroppedIdentifier(string Type, IdentifierProblem Problem);

/// <summary>An accepted event. Valid during the call that hands it over: the mapper fills the same holder again.</summary>
public readonly ref struct MappedEvent
{
    /// <summary>Position of the event within its document, 0 first.</summary>
    public required int Index { get; init; }

    public required CanonicalEvent Event { get; init; }

    /// <summary>Identifiers that were dropped as keys; the event counts without them.</summary>
    public required ReadOnlySpan<DroppedIdentifier> Dropped { get; init; }
}
