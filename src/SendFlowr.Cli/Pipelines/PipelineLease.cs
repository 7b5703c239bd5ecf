using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Pipelines;

/// <summary>A pipeline for the time of one verb: its own, closed at the end, or that of the running process, which stays open.</summary>
internal sealed class PipelineLease(PipelineHost host, bool isShared, Action? close = null) : IDisposable
{
    /// <summary>Writes go through its <see cref="PipelineHost.Owner"/>.</summary>
    public PipelineHost Host { get; } = host;

    /// <summary>The same, for what only the embedded engine has.</summary>
    public EmbeddedPipeline Embedded => (EmbeddedPipeline)Host;

    /// <summary>Others use it as well.</summary>
    public bool IsShared { get; } = isShared;

    public void Dispose()
    {
        if (close is not null)
        {
            close();
        }
        else if (!IsShared)
        {
            Host.Dispose();
        }
    }
}
