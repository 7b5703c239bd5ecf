using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Pipelines;

/// <summary>Opens the data directory of a verb, with what can go wrong told in plain words.</summary>
internal static class PipelineOpening
{
    /// <summary>Opens or makes the directory.</summary>
    public static PipelineLease Open(VerbContext context)
    {
        if (context.Shared is { } shared)
        {
            return new PipelineLease(shared.Host, isShared: true);
        }

        return context.Settings.Engine == EngineKind.Kafka ? ClusterLease.Open(context) : new PipelineLease(OpenAlone(context), isShared: false);
    }

    private static EmbeddedPipeline OpenAlone(VerbContext context)
    {
        EmbeddedPipelineOptions options = new()
        {
            Directory = context.DataDirectory,
            IdentityKey = context.Settings.IdentityKey,
            DefaultCountry = context.Settings.DefaultCountry,
            HorizonMinutes = (int)context.Settings.Horizon.TotalMinutes,
            Clocks = context.Settings.Clocks,
            Time = context.Clock,
        };
        try
        {
            EmbeddedPipeline host = EmbeddedPipeline.Open(options);
            foreach (string note in host.Engine.Statistics.OpenNotes)
            {
                context.Error.Line(note);
            }

            return host;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw VerbException.Failed(
                $"the data directory {context.DataDirectory} cannot be written: {exception.Message} Run as its owner, or name another with --data.", exception);
        }
        catch (DataDirectoryInUseException exception)
        {
            throw VerbException.Failed(
                $"another verb is working in the data directory {context.DataDirectory}, or an `up` that is just starting or stopping. "
                + "Try again when it has ended, or name another directory with --data.",
                exception);
        }
        catch (Exception exception) when (exception is LogDamagedException or TopologyException or FormatException)
        {
            throw VerbException.Failed(exception.Message, exception);
        }
    }

    /// <summary>
    /// Opens a directory that must exist, and brings it up to date: what a killed process left waiting is processed. On a cluster its instances do that.
    /// </summary>
    public static PipelineLease OpenExisting(VerbContext context)
    {
        if (context.Settings.Engine == EngineKind.Kafka)
        {
            return Open(context);
        }

        if (!Directory.Exists(context.DataDirectory))
        {
            throw VerbException.Failed(
                $"there is no data directory {context.DataDirectory}. Ingest a file first: sendflowr ingest FILE, or name another directory with --data.");
        }

        PipelineLease lease = Open(context);
        try
        {
            lease.Host.Owner.RunAsync(static () => true, TurnCompletion.Processed, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (DiskFullException exception)
        {
            context.Error.Line($"{exception.Message} What waits to be processed waits on; what is known can still be read.");
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        return lease;
    }
}
