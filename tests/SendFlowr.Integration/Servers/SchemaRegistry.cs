using System.Globalization;

namespace SendFlowr.Integration.Servers;

/// <summary>A schema registry in memory, with the REST interface of Confluent's.</summary>
internal sealed class SchemaRegistry : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-registry-").FullName;
    private readonly string _program;
    private readonly int _port = FreePorts.Take();
    private readonly string _compatibility;
    private ServerProcess _process;

    private SchemaRegistry(string compatibility)
    {
        _compatibility = compatibility;
        _program = Path.Combine(_folder, "schema-registry");
        ServerProcess.Unpack(Packed, _program);
        _process = Run();
    }

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Problem => File.Exists(Packed) ? null : "There is no schema registry (../shared/registry beside the checkout).";

    public Uri Address => new($"http://127.0.0.1:{_port}");

    private static string Packed => Path.Combine(Surroundings.Shared, "registry", "schema-registry.xz");

    /// <param name="compatibility">BACKWARD, FORWARD, FULL or NONE.</param>
    public static SchemaRegistry Start(string compatibility = "BACKWARD") => new(compatibility);

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it in its tracks: connections stay, and nothing answers.</summary>
    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>Starts it again at its address, empty.</summary>
    public void StartAgain()
    {
        _process.Dispose();
        _process = Run();
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServerProcess Run()
    {
        ServerProcess process = ServerProcess.Start(_folder, Path.Combine(_folder, "log"),
            [_program, "-port", _port.ToString(CultureInfo.InvariantCulture), "-compatibility", _compatibility]);
        process.WaitForPort(_port, StartLimit);
        return process;
    }
}
