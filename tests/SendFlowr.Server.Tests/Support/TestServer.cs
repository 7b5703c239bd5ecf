using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Server.Tests.Support;

/// <summary>A server on a free port over a data directory of its own, with a clock that the test moves.</summary>
[SuppressMessage("Design", "CA1001", Justification = "DisposeAsync disposes of it.")]
public sealed class TestServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-server-").FullName;
    private WebApplication? _app;
    private EngineLoop? _loop;

    internal ManualClock Clock { get; } = new();

    public EmbeddedPipeline Host { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = EmbeddedPipeline.Open(new EmbeddedPipelineOptions
        {
            Directory = Path.Combine(_folder, "data"),
            IdentityKey = IdentityKey.Fixed(),
            Partitions = 2,
            Workers = 1,
            Time = Clock,
        });
        _loop = EngineLoop.Start(Host, new EngineLoopOptions { LearnDaily = false }, Host.NextDueMilliseconds);
        _app = SendFlowrServer.Build(new ServerOptions { Host = Host, Url = "http://127.0.0.1:0" });
        await _app.StartAsync();
        Address = SendFlowrServer.AddressOf(_app);
        Client = new HttpClient { BaseAddress = Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _loop!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Sends a request and reads the answer whole.</summary>
    public async Task<Reply> SendAsync(string method, string path, byte[]? body = null, string? contentType = "application/json")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(Address, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public Task<Reply> PostAsync(string path, string? json = null, string contentType = "application/json") =>
        SendAsync("POST", path, json is null ? null : Encoding.UTF8.GetBytes(json), contentType);
}

/// <summary>An answer.</summary>
public sealed record Reply(int Status, string? MediaType, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public IReadOnlyList<JsonNode> Lines => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    public string Field => (string)Json["field"]!;

    /// <summary>The answer, which must have that status.</summary>
    public JsonNode Expect(int status)
    {
        Status.ShouldBe(status, Text);
        return Json;
    }
}
