using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Model.Identity;

namespace SendFlowr.Cli.Pipelines;

/// <summary>The argument <c>ID...</c>: one or more names of one person.</summary>
internal static class PersonArgument
{
    public static Argument<string[]> Create() => new("ID") { Arity = ArgumentArity.OneOrMore };

    /// <summary>Reads the names; a bad one ends the verb with exit code 2. Their values are not repeated.</summary>
    public static IReadOnlyList<PersonReference> Read(VerbContext context, Argument<string[]> argument)
    {
        List<PersonReference> person = [];
        foreach (string text in context.Get(argument))
        {
            if (!PersonReference.TryParse(text, context.Settings.DefaultCountry, IdentifierNormalizer.Default, out PersonReference? reference, out string error))
            {
                throw VerbException.Usage(error);
            }

            person.Add(reference!);
        }

        RefuseTwoPeople(person);

        return person;
    }

    /// <summary>Two values of one anchor are two people until somebody says otherwise; choosing one in silence could mail the wrong one.</summary>
    private static void RefuseTwoPeople(IReadOnlyList<PersonReference> person)
    {
        IGrouping<string, PersonReference>? twice = person
            .GroupBy(reference => reference.Identifier is { } identifier ? identifier.Type : PersonReference.UniversalIdName)
            .FirstOrDefault(group => group.Distinct().Count() > 1 && IsAnchor(group.Key));
        if (twice is not null)
        {
            throw VerbException.Usage($"two different values of {twice.Key} name two people; ask about one at a time.");
        }
    }

    private static bool IsAnchor(string type) =>
        type == PersonReference.UniversalIdName
        || (IdentifierTypes.Default.TryGet(type, out IdentifierType? known) && known.Role == IdentifierRole.Anchor);
}
