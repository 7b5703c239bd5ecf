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

        if (PersonReference.AnchorOfTwoPeople(person) is { } anchor)
        {
            throw VerbException.Usage($"two different values of {anchor} name two people; ask about one at a time.");
        }

        return person;
    }
}
