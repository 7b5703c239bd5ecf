namespace SendFlowr.Streams.Tests.Support;

/// <summary>A directory that goes away with the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sendflowr-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
