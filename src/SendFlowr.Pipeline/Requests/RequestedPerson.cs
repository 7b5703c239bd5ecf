using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Turns the identifiers of a request into references to one person. Pure.</summary>
public static class RequestedPerson
{
    /// <summary>The references, in the order given; empty with the problem when they do not name one person.</summary>
    /// <param name="identifiers">As requested.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    /// <param name="problem">The first fault, without any value; null when all is well.</param>
    public static IReadOnlyList<PersonReference> Read(
        IReadOnlyList<RequestedIdentifier> identifiers, string? defaultCountry, out FieldProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        problem = null;
        if (identifiers.Count == 0)
        {
            problem = new FieldProblem(
                RejectionReason.MissingField, "identifiers", "missing", "name the person by email, phone, another identifier or universal_id");
        }
        else if (identifiers.Count > RequestLimits.Identifiers)
        {
            problem = new FieldProblem(
                RejectionReason.TooLarge, "identifiers", $"a list of {identifiers.Count}", $"give at most {RequestLimits.Identifiers}");
        }

        List<PersonReference> person = [];
        for (int i = 0; problem is null && i < identifiers.Count; i++)
        {
            if (Read(identifiers[i], defaultCountry, out PersonReference? reference) is { } wrong)
            {
                problem = wrong;
            }
            else
            {
                person.Add(reference!);
            }
        }

        if (problem is null && PersonReference.AnchorOfTwoPeople(person) is { } anchor)
        {
            problem = new FieldProblem(RejectionReason.BadIdentifier, anchor, "given with two different values", "name one person at a time");
        }

        return problem is null ? person : [];
    }

    private static FieldProblem? Read(in RequestedIdentifier identifier, string? defaultCountry, out PersonReference? reference)
    {
        reference = null;
        if (TextRules.Check(identifier.Type.Length == 0 ? "type" : identifier.Type, identifier.Value, RequestLimits.IdentifierValueBytes) is { } wrong)
        {
            return wrong;
        }

        return PersonReference.TryCreate(
            identifier.Type, identifier.Source, identifier.Value, defaultCountry, IdentifierNormalizer.Default, out reference, out string error)
            ? null
            : new FieldProblem(RejectionReason.BadIdentifier, FieldOf(identifier.Type), "not an identifier that can be used", error.TrimEnd('.'));
    }

    /// <summary>The type where it is one: an unknown one may be anything.</summary>
    private static string FieldOf(string type) =>
        type == PersonReference.UniversalIdName || IdentifierTypes.Default.TryGetEntry(type, out _) ? type : "identifiers.type";
}
