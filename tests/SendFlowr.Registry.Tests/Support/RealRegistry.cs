using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SendFlowr.Registry.Tests.Support;

/// <summary>A real schema registry for the tests of a class: the one that the environment variable SENDFLOWR_REGISTRY names, else one started
/// from ../shared/registry on a free port of the loopback, and stopped afterwards.</summary>
public sealed class RealRegistry : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo? folder;

    public RealRegistry()
    {
        if (Problem is not null)
            return;
        if (Environment.GetEnvironmentVariable("SENDFLOWR_REGISTRY") is { } address)
        {
            Address = new Uri(address);
            return;
        }

        folder = Directory.CreateTempSubdirectory("sendflowr-registry-");
        int port = FreePort();
        Run(folder.FullName, port.ToString(CultureInfo.InvariantCulture));
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Problem { get; } =
        Environment.GetEnvironmentVariable("SENDFLOWR_REGISTRY") is not null || (Script is not null && !OperatingSystem.IsWindows())
            ? null
            : "No schema registry: neither SENDFLOWR_REGISTRY (an address) nor ../shared/registry from the repository's root.";

    public Uri? Address { get; }

    private static string? Script
    {
        get
        {
            DirectoryInfo? root = new(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "SendFlowr.sln")))
                root = root.Parent;
            string? script = root?.Parent is { } above ? Path.Combine(above.FullName, "shared", "registry", "registry-start") : null;
            return File.Exists(script) ? script : null;
        }
    }

    public void Dispose()
    {
        if (folder is null)
            return;
        Run("stop", folder.FullName);
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Script!, arguments))!;
        if (!process.WaitForExit(Limit) || process.ExitCode != 0)
            throw new InvalidOperationException($"{Script} {string.Join(' ', arguments)} did not end well.");
    }
}
