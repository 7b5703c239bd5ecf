using System.CommandLine;

namespace SendFlowr.Cli.Frame;

/// <summary>
/// One verb of the command line. A verb is a small class that holds its arguments and options as fields,
/// is listed in <c>VerbList</c>, and has a help file <c>Help/&lt;name, words joined by '-'&gt;.txt</c>.
/// </summary>
internal abstract class Verb
{
    /// <summary>One word, or two for a verb of a group: <c>backtest</c>, <c>connector test</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The verb's own arguments (in order) and options; the common options come from the frame.</summary>
    public abstract IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>
    /// The verb works on the data directory: where a running <c>up</c> owns that one, the verb is run by it.
    /// Such a verb reads its files through <see cref="VerbContext.ResolvePath"/>.
    /// </summary>
    public virtual bool UsesDataDirectory => false;

    /// <summary>Does the work and returns an <see cref="ExitCode"/>.</summary>
    /// <remarks>
    /// When <paramref name="cancellation"/> is set (Ctrl-C, SIGTERM), finish what must not be torn apart, then throw
    /// <see cref="OperationCanceledException"/>, or return <see cref="ExitCode.Interrupted"/> after telling how far the work came.
    /// Expected failures are a <see cref="VerbException"/>.
    /// </remarks>
    public abstract Task<int> RunAsync(VerbContext context, CancellationToken cancellation);
}
