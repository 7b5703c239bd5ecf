using System.CommandLine;
using System.Reflection;
using SendFlowr.Cli.Help;
using SendFlowr.Cli.Instances;

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

    /// <summary>Runs the words of this process, by the running <c>up</c> that owns the data directory where there is one.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        using Interruption interruption = new();
        return await RunAsync(words, VerbConsole.OfProcess(), null, interruption.Token);
    }

    /// <summary>Runs the words of another process for it.</summary>
    public Task<int> RunSharedAsync(IReadOnlyList<string> words, VerbConsole console, SharedInstance shared, CancellationToken cancellation) =>
        RunAsync(words, console, shared, cancellation);

    private async Task<int> RunAsync(IReadOnlyList<string> words, VerbConsole console, SharedInstance? shared, CancellationToken cancellation)
    {
        ParseResult parsed = _root.Parse(words, Parser);
        Command command = parsed.CommandResult.Command;
        if (AsksForHelp(words))
        {
            console.OutWriter.Write(HelpText.For(NameOf(command)));
            return ExitCode.Done;
        }

        if (parsed.GetValue(_common.Version))
        {
            console.OutWriter.WriteLine(Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Done;
        }

        if (ParseErrors.Describe(parsed, NameOf(command), _verbs.ContainsKey(command)) is { } message)
        {
            console.ErrorWriter.WriteLine(message);
            return ExitCode.Usage;
        }

        Verb verb = _verbs[command];
        using VerbContext context = new(parsed, _common, console, shared);
        return await GuardAsync(verb, console, async () =>
        {
            if (shared is not null && !verb.UsesDataDirectory)
            {
                throw VerbException.Usage($"{verb.Name} is not run by another process.");
            }

            context.LoadSettings();
            return shared is null && verb.UsesDataDirectory && VerbForwarding.Find(context) is { } instance
                ? await VerbForwarding.RunAsync(instance, words, context, console, cancellation)
                : await RunToTheLastByteAsync(verb, context, cancellation);
        }, cancellation);
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

    /// <summary>Turns whatever comes of a run into an exit code and plain words.</summary>
    private static async Task<int> GuardAsync(Verb verb, VerbConsole console, Func<Task<int>> run, CancellationToken cancellation)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.ErrorWriter.WriteLine($"sendflowr {verb.Name}: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (ExpectedFault.ExitCodeOf(exception) is { } exitCode)
        {
            console.ErrorWriter.WriteLine($"sendflowr {verb.Name}: {exception.Message}");
            return exitCode;
        }
#pragma warning disable CA1031 // The last resort: whatever else escapes is a defect, told with its trace and an exit code of the contract.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            console.ErrorWriter.WriteLine($"sendflowr {verb.Name}: a defect of the program, please report it: {exception}");
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

        if (verb.UsesDataDirectory)
        {
            command.Options.Add(_common.Url);
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
