using SendFlowr.Cli.Configuration;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Frame;

/// <summary>What a verb shares with the running process that runs it for another one. Immutable.</summary>
/// <param name="Host">The pipeline; the verb does not dispose of it.</param>
/// <param name="Settings">The configuration of the running process, which counts.</param>
/// <param name="WorkingDirectory">The folder in which the user typed the verb.</param>
internal sealed record SharedInstance(PipelineHost Host, Settings Settings, string WorkingDirectory);
