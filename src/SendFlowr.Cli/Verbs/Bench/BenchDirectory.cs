namespace SendFlowr.Cli.Verbs.Bench;

/// <summary>A data directory that a measurement has to itself; disposing of it removes it.</summary>
internal sealed class BenchDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sendflowr-bench-");

    public string FullName => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
