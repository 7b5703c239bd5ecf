namespace SendFlowr.Cli.Frame;

/// <summary>Ends a verb with an exit code and a text for people: what failed, with which value, and what to do.</summary>
internal sealed class VerbException : Exception
{
    private VerbException(int exitCode, string message, Exception? inner)
        : base(message, inner) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static VerbException Failed(string message, Exception? inner = null) => new(Frame.ExitCode.Failed, message, inner);

    public static VerbException Usage(string message, Exception? inner = null) => new(Frame.ExitCode.Usage, message, inner);

    public static VerbException Unreachable(string message, Exception? inner = null) => new(Frame.ExitCode.Unreachable, message, inner);
}
