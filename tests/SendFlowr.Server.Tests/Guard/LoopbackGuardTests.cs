using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Guard;

public sealed class LoopbackGuardTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8001")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:8001")]
    [InlineData("[::1]")]
    public async Task answers_local_names_on_any_port(string host) => (await GetAsync($"Host: {host}\n")).Status.ShouldBe(200);

    [Theory]
    [InlineData("Host: evil.example\n")]
    [InlineData("Host: localhost.evil.example\n")]
    [InlineData("Host: 127.0.0.2\n")]
    [InlineData("Host: 10.0.0.1:8001\n")]
    [InlineData("Host: \n")]
    public async Task refuses_every_other_host(string header)
    {
        (int status, string text) = await GetAsync(header);
        status.ShouldBe(403);
        text.ShouldContain("urn:sendflowr:problem:foreign-host");
    }

    [Theory]
    [InlineData("Host: localhost\nHost: localhost\n")]
    [InlineData("")]
    [InlineData("Host: local host\n")]
    [InlineData("Host: localhost/x\n")]
    public async Task a_host_that_is_none_is_a_bad_request(string header) => (await GetAsync(header)).Status.ShouldBeInRange(400, 403);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://localhost:8001")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:8001")]
    [InlineData("null")]
    [InlineData("")]
    public async Task refuses_pages_of_other_origins(string origin)
    {
        (int status, string text) = await GetAsync($"Host: localhost:8001\nOrigin: {origin}\n");
        status.ShouldBe(403);
        text.ShouldContain("urn:sendflowr:problem:foreign-origin");
    }

    [Fact]
    public async Task answers_its_own_pages() => (await GetAsync("Host: localhost:8001\nOrigin: http://localhost:8001\n")).Status.ShouldBe(200);

    [Fact]
    public async Task refuses_a_foreign_origin_before_it_reads_or_writes_anything()
    {
        byte[] body = "{}"u8.ToArray();
        (int status, _) = await RawClient.SendAsync(
            server.Address,
            $"POST /events HTTP/1.1\nHost: localhost\nOrigin: http://evil.example\nContent-Type: text/plain\nContent-Length: {body.Length}\nConnection: close\n\n",
            body);
        status.ShouldBe(403);
    }

    [Fact]
    public void listens_on_loopback_only() => Should.Throw<ArgumentException>(
        () => SendFlowrServer.Build(new ServerOptions { Host = server.Host, Url = "http://0.0.0.0:8001" })).Message.ShouldContain("loopback");

    private Task<(int Status, string Text)> GetAsync(string headers) =>
        RawClient.SendAsync(server.Address, $"GET /health HTTP/1.1\n{headers}Connection: close\n\n");
}
