using SendFlowr.Cli.Frame;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Pipelines;

/// <summary>Opens the data directory of a verb, with what can go wrong told in plain words.</summary>
internal static class PipelineOpening
{
    /// <summary>Opens or makes the directory.</summary>
    /// <param name="context">The verb's values.</param>
    /// <param name="normalizer">Makes the processors of the feed; null: nothing will be fed.</param>
    public static PipelineHost Open(VerbContext context, Func<NodeIdHasher, IProcessor>? normalizer = null)
    {
        PipelineOptions options = new()
        {
            Directory = context.DataDirectory,
            IdentityKey = context.Settings.IdentityKey,
            DefaultCountry = context.Settings.DefaultCountry,
            HorizonMinutes = (int)context.Settings.Horizon.TotalMinutes,
            Time = context.Clock,
        };
        try
        {
            PipelineHost host = PipelineHost.Open(options, normalizer);
            foreach (string note in host.Engine.Statistics.OpenNotes)
            {
                context.Error.WriteLine(note);
            }

            return host;
        }
        catch (Exception exception) when (exception is DataDirectoryInUseException or LogDamagedException or TopologyException or FormatException)
        {
            throw VerbException.Failed(exception.Message, exception);
        }
    }

    /// <summary>Opens a directory that must exist, and brings it up to date: what a killed process left waiting is processed.</summary>
    public static PipelineHost OpenExisting(VerbContext context)
    {
        if (!Directory.Exists(context.DataDirectory))
        {
            throw VerbException.Failed(
                $"there is no data directory {context.DataDirectory}. Ingest a file first: sendflowr ingest FILE, or name another directory with --data.");
        }

        PipelineHost host = Open(context);
        host.Drain();
        return host;
    }
}
