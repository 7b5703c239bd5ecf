namespace SendFlowr.Integration.Servers;

/// <summary>One broker of a cluster. It can be stopped, killed and frozen, and started again on the same data and port.</summary>
internal sealed class Broker : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string _settings;
    private readonly string _log;
    private ServerProcess? _process;

    /// <param name="folder">Holds its settings and its log.</param>
    /// <param name="port">The port of clients.</param>
    /// <param name="settings">The file of its settings.</param>
    public Broker(string folder, int port, string settings)
    {
        _folder = folder;
        _settings = settings;
        _log = settings + ".log";
        Port = port;
    }

    public int Port { get; }

    private long LogLength { get; set; }

    public bool IsRunning => _process is { IsRunning: true };

    /// <summary>Begins to start; <see cref="WaitUntilStarted"/> waits for it.</summary>
    public void Start()
    {
        _process?.Dispose();
        LogLength = File.Exists(_log) ? new FileInfo(_log).Length : 0;
        _process = ServerProcess.Start(_folder, _log, [.. JavaCommand(), "kafka.Kafka", _settings]);
    }

    public void WaitUntilStarted() => _process!.WaitFor("Kafka Server started", LogLength, StartLimit);

    public void Stop() => _process!.Stop();

    public void Kill() => _process!.Kill();

    public void Freeze() => _process!.Freeze();

    public void Thaw() => _process!.Thaw();

    /// <summary>Prepares the data folder for a cluster.</summary>
    public void Format(string cluster)
    {
        using ServerProcess format = ServerProcess.Start(_folder, _log,
            [.. JavaCommand(), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", _settings]);
        format.WaitForEnd(StartLimit);
    }

    public void Dispose() => _process?.Dispose();

    private string[] JavaCommand() =>
    [
        Surroundings.Java, "-Xms64m", "-Xmx512m", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1",
        $"-Dlog4j2.configurationFile={Path.Combine(_folder, "log4j2.properties")}", "-cp", Path.Combine(Surroundings.KafkaJars!, "*"),
    ];
}
