namespace SendFlowr.Cli.Instances;

/// <summary>A server that listens until it is disposed of.</summary>
internal interface IRunningServer : IAsyncDisposable
{
    /// <summary>Where it is reached, without a slash at the end.</summary>
    string Url { get; }
}
