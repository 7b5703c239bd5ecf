using System.CommandLine;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Frame;

/// <summary>What a verb is run with: its values, the settings, and the places to write to. Belongs to one run; not thread-safe.</summary>
internal sealed class VerbContext : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly CommonOptions _common;
    private readonly VerbConsole _console;
    private readonly Lazy<JsonOutput> _json;
    private Settings? _settings;

    /// <param name="parsed">The command line.</param>
    /// <param name="common">The options of every verb.</param>
    /// <param name="console">Where it writes to.</param>
    /// <param name="shared">What the verb shares with the process that runs it for another one; null when it runs for itself.</param>
    public VerbContext(ParseResult parsed, CommonOptions common, VerbConsole console, SharedInstance? shared)
    {
        _parsed = parsed;
        _common = common;
        _console = console;
        Shared = shared;
        _settings = shared?.Settings;
        _json = new Lazy<JsonOutput>(() => new JsonOutput(console.OpenOutput()));
    }

    /// <summary>True with <c>--json</c>: standard output then carries <see cref="Json"/> and nothing else.</summary>
    public bool IsJson => _parsed.GetValue(_common.Json);

    /// <summary>The one document, or the lines, of standard output under <c>--json</c>.</summary>
    public JsonOutput Json => _json.Value;

    /// <summary>Standard output for the answer in people's words; not to be used with <c>--json</c>.</summary>
    public IAnsiConsole Out => _console.Out;

    /// <summary>Standard error: progress, hints, and what went wrong without ending the work.</summary>
    public IAnsiConsole Error => _console.Error;

    /// <summary>The configuration file and the environment; faults in them have ended the verb before it began.</summary>
    public Settings Settings => _settings ?? throw new InvalidOperationException("The settings are not loaded yet.");

    /// <summary>Absolute path of the data directory. It need not exist yet.</summary>
    public string DataDirectory => Path.GetFullPath(_parsed.GetRequiredValue(_common.Data), Shared?.WorkingDirectory ?? Environment.CurrentDirectory);

    /// <summary>The address given with <c>--url</c>; null when it is not given.</summary>
    public string? Url => _parsed.GetValue(_common.Url);

    /// <summary>What the verb shares with the process that runs it for another one; null when it runs for itself.</summary>
    internal SharedInstance? Shared { get; }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => _parsed.GetRequiredValue(argument);

    /// <summary>True when the user gave the option, false when its value is the default.</summary>
    public bool IsGiven(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>The path of a file as the user named it, from the folder in which the user typed it.</summary>
    /// <exception cref="VerbException">A file that only the user's own process can read, while another one is to.</exception>
    public string ResolvePath(string path)
    {
        if (Shared is null)
        {
            return path;
        }

        string full = Path.GetFullPath(path, Shared.WorkingDirectory);
        return full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal)
            ? throw VerbException.Usage($"'{path}' cannot be read by the running sendflowr that owns the data directory; write it to a file first.")
            : full;
    }

    /// <summary>Runs work under a progress bar on standard error (lines at intervals when that is no terminal, nothing when <c>--json</c> is on as well).</summary>
    public T WithProgress<T>(string title, string unit, Func<ProgressMeter, T> work) =>
        ProgressDisplay.Run(Error, new ProgressMeter(title, unit, Clock), _console.IsErrorRedirected, IsJson, work);

    /// <summary>Hands what was written for <c>--json</c> to standard output.</summary>
    /// <exception cref="IOException">Nobody takes it: the disk is full, the pipe is closed.</exception>
    internal void Flush()
    {
        if (_json.IsValueCreated)
        {
            _json.Value.Flush();
        }
    }

    internal void LoadSettings() => _settings ??= SettingsFile.Load(_parsed.GetValue(_common.Config));

    public void Dispose()
    {
        if (_json.IsValueCreated)
        {
            _json.Value.Dispose();
        }
    }
}
