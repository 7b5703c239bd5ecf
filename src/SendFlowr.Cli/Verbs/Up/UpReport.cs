using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Verbs.Up;

/// <summary>What <c>up</c> says when it is ready and when it ends, whatever runs.</summary>
internal static class UpReport
{
    /// <summary>Tells where it answers; with <c>--json</c> as the one document.</summary>
    public static void Ready(VerbContext context, string url)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("url", url);
                writer.WriteString("data", context.DataDirectory);
                writer.WriteNumber("pid", Environment.ProcessId);
                writer.WriteEndObject();
            });
            context.Flush();
        }

        context.Error.Line($"sendflowr up: ready at {url}; Ctrl-C stops it");
    }

    /// <summary>What made it stop, or not stop well, is told; a signal is no failure.</summary>
    /// <exception cref="VerbException">It did not end well.</exception>
    public static async Task RequireGoodEndAsync(Task completion, string what)
    {
        try
        {
            await completion;
        }
#pragma warning disable CA1031 // Whatever ended it ends the process; nothing is left to be decided by its kind.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw VerbException.Failed($"{what} cannot go on: {exception.Message}", exception);
        }
    }
}
