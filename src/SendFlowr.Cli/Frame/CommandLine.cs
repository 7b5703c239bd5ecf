using System.CommandLine;
using System.Reflection;
using SendFlowr.Cli.Help;

namespace SendFlowr.Cli.Frame;

/// <summary>Turns the words of a command line into a run of one verb, and whatever comes of it into an exit code and plain words.</summary>
internal sealed class CommandLine
{
    private static readonly ParserConfiguration Parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly CommonOptions _common = new();
    private readonly Dictionary<Command, Verb> _verbs = [];
    private readonly Command _root = new("sendflowr");

    public CommandLine(IReadOnlyList<Verb> verbs)
    {
        foreach (Option option in new Option[] { _common.Json, _common.Config, _common.Data, _common.Help, _common.Version })
        {
            _root.Options.Add(option);
        }

        foreach (Verb verb in verbs)
        {
            Add(verb);
        }
    }

    /// <summary>The commands as the parser knows them; for the test that holds them against the help files.</summary>
    internal Command Root => _root;

    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        ParseResult parsed = _root.Parse(words, Parser);
        Command command = parsed.CommandResult.Command;
        if (AsksForHelp(words))
        {
            Console.Out.Write(HelpText.For(NameOf(command)));
            return ExitCode.Done;
        }

        if (parsed.GetValue(_common.Version))
        {
            Console.Out.WriteLine(Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Done;
        }

        if (ParseErrors.Describe(parsed, NameOf(command), _verbs.ContainsKey(command)) is { } message)
        {
            Console.Error.WriteLine(message);
            return ExitCode.Usage;
        }

        return await RunAsync(_verbs[command], parsed);
    }

    /// <summary>Wherever it stands, as the entry script sees it too; the parser alone would take it for the value of an option before it.</summary>
    private bool AsksForHelp(IReadOnlyList<string> words) =>
        words.TakeWhile(word => word != "--").Any(word => word == _common.Help.Name || _common.Help.Aliases.Contains(word));

    /// <summary>Whatever the verb wrote reaches the reader, or it is told that it could not.</summary>
    private static async Task<int> RunToTheLastByteAsync(Verb verb, VerbContext context, CancellationToken cancellation)
    {
        try
        {
            return await verb.RunAsync(context, cancellation);
        }
        finally
        {
            context.Flush();
        }
    }

    private async Task<int> RunAsync(Verb verb, ParseResult parsed)
    {
        using Interruption interruption = new();
        using VerbContext context = new(parsed, _common);
        try
        {
            context.LoadSettings();
            return await RunToTheLastByteAsync(verb, context, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine($"sendflowr {verb.Name}: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (ExpectedFault.ExitCodeOf(exception) is { } exitCode)
        {
            Console.Error.WriteLine($"sendflowr {verb.Name}: {exception.Message}");
            return exitCode;
        }
#pragma warning disable CA1031 // The last resort: whatever else escapes is a defect, told with its trace and an exit code of the contract.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"sendflowr {verb.Name}: a defect of the program, please report it: {exception}");
            return ExitCode.Failed;
        }
    }

    /// <summary>The words of a command joined by '-', as its help file is named: <c>connector-test</c>.</summary>
    private string NameOf(Command command) => _verbs.TryGetValue(command, out Verb? verb) ? HelpText.FileName(verb.Name) : command.Name;

    private void Add(Verb verb)
    {
        Command parent = _root;
        string[] words = verb.Name.Split(' ');
        foreach (string group in words[..^1])
        {
            Command? known = parent.Subcommands.FirstOrDefault(child => child.Name == group);
            if (known is null)
            {
                known = new Command(group);
                parent.Subcommands.Add(known);
            }

            parent = known;
        }

        Command command = new(words[^1]);
        foreach (Symbol symbol in verb.Symbols)
        {
            AddTo(command, symbol);
        }

        parent.Subcommands.Add(command);
        _verbs.Add(command, verb);
    }

    private static void AddTo(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Arguments.Add(argument);
        }
        else
        {
            command.Options.Add((Option)symbol);
        }
    }
}
