using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>The node a question is about, and how it was found.</summary>
/// <param name="Node">Its node id; the Universal ID.</param>
/// <param name="Confidence">0 to 1: weight of the identifier alone.</param>
/// <param name="ResolvedBy">Type of the identifier, or <c>universal_id</c>; never its value.</param>
public readonly record struct ResolvedPerson(NodeId Node, double Confidence, string ResolvedBy)
{
    /// <summary>Resolves like an event with the same identifiers; a Universal ID stands for itself.</summary>
    public static ResolvedPerson Of(IReadOnlyList<PersonReference> person, NodeIdHasher hasher)
    {
        if (person.FirstOrDefault(reference => reference.UniversalId is not null) is { } known)
        {
            return new ResolvedPerson(known.UniversalId!.Value, 1, PersonReference.UniversalIdName);
        }

        CanonicalEvent named = new();
        named.Identifiers.AddRange(person.Select(reference => reference.Identifier!.Value));
        RoutingChoice choice = RoutingIdentifier.Choose(named, hasher);
        return choice.Index < 0
            ? throw new ArgumentException("A question names a person by at least one identifier.", nameof(person))
            : new ResolvedPerson(choice.Node, choice.Confidence, named.Identifiers[choice.Index].Type);
    }
}
