using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace SendFlowr.Integration.Servers;

/// <summary>Toxiproxy between the clients of a cluster and its brokers: connections can be cut and slowed down.</summary>
internal sealed class FaultProxy : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-proxy-").FullName;
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    private FaultProxy()
    {
        string program = Path.Combine(_folder, "toxiproxy-server");
        ServerProcess.Unpack(Packed, program);
        int port = FreePorts.Take();
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        _process = ServerProcess.Start(
            _folder, Path.Combine(_folder, "log"), [program, "-host", "127.0.0.1", "-port", port.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForPort(port, StartLimit);
    }

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Problem => File.Exists(Packed) ? null : "There is no Toxiproxy (../shared/faults beside the checkout).";

    private static string Packed => Path.Combine(Surroundings.Shared, "faults", "toxiproxy-server.xz");

    /// <summary>Stands before each broker of the cluster; its clients connect to <see cref="KafkaCluster.ProxyBootstrapServers"/>.</summary>
    public static FaultProxy Before(KafkaCluster cluster)
    {
        FaultProxy proxy = new();
        for (int broker = 0; broker < cluster.Brokers.Count; broker++)
        {
            proxy.Ask(HttpMethod.Post, "/proxies", new
            {
                name = NameOf(broker),
                listen = $"127.0.0.1:{cluster.ProxyPorts[broker]}",
                upstream = $"127.0.0.1:{cluster.ProxiedPorts[broker]}",
                enabled = true,
            });
        }

        return proxy;
    }

    /// <summary>Ends all connections to a broker and refuses new ones.</summary>
    public void Cut(int broker) => Ask(HttpMethod.Post, $"/proxies/{NameOf(broker)}", new { enabled = false });

    /// <summary>Keeps connections open, and lets nothing through in either direction.</summary>
    public void Swallow(int broker)
    {
        foreach (string stream in new[] { "upstream", "downstream" })
        {
            Ask(HttpMethod.Post, $"/proxies/{NameOf(broker)}/toxics", new { type = "timeout", stream, attributes = new { timeout = 0 } });
        }
    }

    /// <summary>Delays each answer.</summary>
    public void Delay(int broker, TimeSpan delay) =>
        Ask(HttpMethod.Post, $"/proxies/{NameOf(broker)}/toxics", new { type = "latency", stream = "downstream", attributes = new { latency = (int)delay.TotalMilliseconds } });

    /// <summary>Everything is as at the beginning.</summary>
    public void Restore() => Ask(HttpMethod.Post, "/reset", new { });

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NameOf(int broker) => $"broker-{broker}";

    private void Ask(HttpMethod method, string path, object body)
    {
        using HttpRequestMessage request = new(method, path) { Content = JsonContent.Create(body) };
        using HttpResponseMessage response = _http.Send(request);
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent);
    }
}
