using System.Text;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Bodies;

public sealed class BodyLimitTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData("/timing-decision", "application/json", 1)]
    [InlineData("/events", "application/json", 1)]
    [InlineData("/predict", "application/json", 1)]
    [InlineData("/events", "application/x-ndjson", 16)]
    [InlineData("/timing-decisions", "application/x-ndjson", 16)]
    public async Task a_body_over_its_limit_is_answered_413_after_it_was_sent(string path, string type, int megabytes)
    {
        Reply reply = await server.SendAsync("POST", path, Blanks((megabytes * Megabyte) + 1), type);
        reply.Expect(413)["type"]!.GetValue<string>().ShouldBe("urn:sendflowr:problem:body-too-large");
        reply.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/timing-decision", "application/json", 1)]
    [InlineData("/events", "application/x-ndjson", 16)]
    public async Task a_body_at_its_limit_is_read(string path, string type, int megabytes) =>
        (await server.SendAsync("POST", path, Blanks(megabytes * Megabyte), type)).Status.ShouldBe(400);

    [Theory]
    [InlineData("/timing-decision")]
    [InlineData("/events")]
    public async Task ten_megabytes_past_the_limit_are_read_before_the_answer(string path) =>
        (await server.SendAsync("POST", path, Blanks(11 * Megabyte))).Expect(413);

    [Fact]
    public async Task an_unknown_path_is_404_however_large_the_body()
    {
        (await server.SendAsync("POST", "/nowhere", Blanks(100))).Expect(404);
        (await server.SendAsync("POST", "/nowhere", Blanks(11 * Megabyte), "text/plain")).Expect(404);
    }

    [Theory]
    [InlineData("Content-Length: 1000000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task beyond_that_the_connection_is_cut(string framing)
    {
        const long much = 200L * Megabyte;
        string start = framing.StartsWith("Transfer", StringComparison.Ordinal) ? "3b9aca00\n" : "";
        long sent = await RawClient.SendEndlesslyAsync(
            server.Address, $"POST /timing-decision HTTP/1.1\nHost: localhost\nContent-Type: application/json\n{framing}\n\n{start}", much);
        sent.ShouldBeLessThan(much);
        (await server.GetAsync("/health")).Expect(200);
    }

    [Fact]
    public async Task a_chunked_body_is_counted_too()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.Address, "/timing-decision"))
        {
            Content = new StreamContent(new MemoryStream(Blanks(Megabyte + 1))),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(413);
    }

    [Fact]
    public async Task broken_chunks_are_a_bad_request()
    {
        (int status, string text) = await RawClient.SendAsync(
            server.Address,
            "POST /timing-decision HTTP/1.1\nHost: localhost\nContent-Type: application/json\nTransfer-Encoding: chunked\nConnection: close\n\n",
            "zz\r\n"u8.ToArray());
        status.ShouldBe(400);
        text.ShouldContain("urn:sendflowr:problem:malformed-request");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/jsonx")]
    public async Task other_media_types_are_refused(string? type)
    {
        foreach (string path in (string[])["/timing-decision", "/timing-decisions", "/events", "/predict"])
        {
            Reply reply = await server.SendAsync("POST", path, Encoding.UTF8.GetBytes("""{"email":"ann@example.com"}"""), type);
            reply.Expect(415)["detail"]!.GetValue<string>().ShouldContain(path == "/timing-decisions" ? "application/x-ndjson" : "application/json");
        }
    }

    [Fact]
    public async Task lines_are_not_taken_where_one_object_is_expected()
    {
        (await server.PostAsync("/timing-decision", """{"email":"ann@example.com"}""", "application/x-ndjson")).Expect(415);
        (await server.PostAsync("/timing-decisions", """{"email":"ann@example.com"}""")).Expect(415);
    }

    [Fact]
    public async Task utf_8_may_be_said() =>
        (await server.PostAsync("/timing-decision", """{"email":"ann@example.com"}""", "application/json; charset=UTF-8")).Expect(200);

    [Theory]
    [InlineData("x-large: ", 40_000, 431)]
    [InlineData("/", 20_000, 414)]
    public async Task headers_and_paths_are_bounded(string where, int length, int expected)
    {
        string filler = new('a', length);
        string path = where == "/" ? "/" + filler : "/health";
        string header = where == "/" ? "" : $"{where}{filler}\n";
        (int status, _) = await RawClient.SendAsync(server.Address, $"GET {path} HTTP/1.1\nHost: localhost\n{header}Connection: close\n\n");
        status.ShouldBe(expected);
    }

    private static byte[] Blanks(int length)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, (byte)' ');
        return bytes;
    }
}
