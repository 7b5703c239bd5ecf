using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Frame;

/// <summary>The two streams a verb writes to, and what is at their other end: the streams of this process, or those of another one.</summary>
/// <remarks>One run; the writer of standard error may be used from several threads.</remarks>
internal sealed class VerbConsole
{
    private readonly Func<Stream> _openOutput;
    private readonly Func<Stream> _openError;
    private readonly Lazy<IAnsiConsole> _out;
    private readonly Lazy<IAnsiConsole> _error;

    private VerbConsole(
        Func<Stream> openOutput,
        Func<Stream> openError,
        TextWriter outWriter,
        TextWriter errorWriter,
        Func<IAnsiConsole> createOut,
        Func<IAnsiConsole> createError)
    {
        _openOutput = openOutput;
        _openError = openError;
        OutWriter = outWriter;
        ErrorWriter = errorWriter;
        _out = new Lazy<IAnsiConsole>(createOut);
        _error = new Lazy<IAnsiConsole>(createError);
    }

    public TextWriter OutWriter { get; }

    public TextWriter ErrorWriter { get; }

    public IAnsiConsole Out => _out.Value;

    public IAnsiConsole Error => _error.Value;

    /// <summary>Standard error is no terminal.</summary>
    public bool IsErrorRedirected { get; private init; }

    /// <summary>Standard output for bytes.</summary>
    public Stream OpenOutput() => _openOutput();

    /// <summary>Standard error for bytes.</summary>
    public Stream OpenError() => _openError();

    /// <summary>The streams of this process.</summary>
    public static VerbConsole OfProcess() => new(
        Console.OpenStandardOutput,
        Console.OpenStandardError,
        Console.Out,
        Console.Error,
        static () => Terminal.Create(Console.Out, Console.IsOutputRedirected),
        static () => Terminal.Create(Console.Error, Console.IsErrorRedirected))
    {
        IsErrorRedirected = Console.IsErrorRedirected,
    };

    /// <summary>Streams that lead elsewhere.</summary>
    public static VerbConsole Of(Stream output, Stream error, TerminalShape outShape, TerminalShape errorShape)
    {
        TextWriter outWriter = TextWriter.Synchronized(new StreamWriter(output) { AutoFlush = true });
        TextWriter errorWriter = TextWriter.Synchronized(new StreamWriter(error) { AutoFlush = true });
        return new(
            () => output, () => error, outWriter, errorWriter, () => Terminal.Create(outWriter, outShape), () => Terminal.Create(errorWriter, errorShape))
        {
            IsErrorRedirected = errorShape.IsRedirected,
        };
    }
}
