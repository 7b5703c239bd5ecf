using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Timing;

public sealed class TimingDecisionsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Lines = "application/x-ndjson";

    [Fact]
    public async Task every_line_is_answered_in_its_place()
    {
        StringBuilder body = new();
        for (int i = 0; i < 300; i++)
        {
            body.Append(i % 10 == 7 ? "{\"emial\":\"x\"}\n" : $"{{\"email\":\"line{i}@example.com\"}}\n");
        }

        Reply reply = await server.PostAsync("/timing-decisions", body.ToString(), Lines);
        reply.Status.ShouldBe(200);
        reply.MediaType.ShouldBe(Lines);
        IReadOnlyList<JsonNode> answers = reply.Lines;
        answers.Count.ShouldBe(300);
        for (int i = 0; i < 300; i++)
        {
            if (i % 10 == 7)
            {
                answers[i]["line"]!.GetValue<int>().ShouldBe(i + 1);
                answers[i]["problem"]!["field"]!.GetValue<string>().ShouldBe("emial");
                continue;
            }

            JsonNode single = (await server.PostAsync("/timing-decision", $"{{\"email\":\"line{i}@example.com\"}}")).Expect(200);
            answers[i]["universal_id"]!.GetValue<string>().ShouldBe((string)single["universal_id"]!);
        }
    }

    [Fact]
    public async Task answers_stream_back_while_questions_are_still_sent()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        using TcpClient client = new();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, limit.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(
            "POST /timing-decisions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8.ToArray(),
            limit.Token);
        await stream.WriteAsync(Chunk("{\"email\":\"first@example.com\"}\n"), limit.Token);
        using StreamReader reader = new(stream);
        await ReadAnswerAsync(reader, limit.Token);
        await stream.WriteAsync(Chunk("{\"email\":\"second@example.com\"}"), limit.Token);
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), limit.Token);
        await ReadAnswerAsync(reader, limit.Token);
        (await reader.ReadToEndAsync(limit.Token)).ShouldNotContain("decision_id");
    }

    [Fact]
    public async Task a_line_over_its_limit_is_answered_and_ends_the_stream()
    {
        string body = $"{{\"email\":\"a@example.com\"}}\n{new string(' ', (1 << 20) + 1)}\n{{\"email\":\"b@example.com\"}}\n";
        Reply reply = await server.PostAsync("/timing-decisions", body, Lines);
        reply.Lines.Count.ShouldBe(2);
        reply.Lines[1]["problem"]!["status"]!.GetValue<int>().ShouldBe(413);
    }

    [Fact]
    public async Task no_questions_have_no_answers() => (await server.PostAsync("/timing-decisions", "\n \r\n", Lines)).Text.ShouldBe("");

    [Fact]
    public async Task do_not_send_is_an_answer()
    {
        (await server.PostAsync("/events", Samples.Event("complaint", "complained", "2026-03-01T09:00:00Z", "angry@example.com"))).Expect(200);
        JsonNode decision = (await server.PostAsync("/timing-decision", """{"email":"angry@example.com"}""")).Expect(200);
        decision["target_timestamp_utc"].ShouldBeNull();
        decision["trigger_timestamp_utc"].ShouldBeNull();
        decision["target_minute_utc"].ShouldBeNull();
        decision["binding_constraint"]!.GetValue<string>().ShouldBe("complained");
        decision["debug"]!["suppressed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task every_type_of_identifier_names_a_person()
    {
        foreach (string name in SendFlowr.Model.Identity.IdentifierTypes.Default.EntryNames)
        {
            string value = name switch
            {
                "email" => "ann@example.com",
                "email_hash" => "B4C9A289323B21A01C3E940F150EB9B8C542587F1ABFD8F0E1CC1FFC5E475514",
                "phone" or "phone_number" => "+14155550123",
                _ => "id-1",
            };
            JsonNode flat = (await server.PostAsync("/timing-decision", $$"""{"{{name}}":"{{value}}"}""")).Expect(200);
            JsonNode listed = (await server.PostAsync("/timing-decision", $$"""{"identifiers":[{"type":"{{name}}","value":"{{value}}"}]}""")).Expect(200);
            listed["universal_id"]!.ToJsonString().ShouldBe(flat["universal_id"]!.ToJsonString(), name);
        }
    }

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");

    private static async Task ReadAnswerAsync(StreamReader reader, CancellationToken cancellation)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync(cancellation);
            line.ShouldNotBeNull("the answer ended early");
        }
        while (!line.StartsWith("{\"decision_id\"", StringComparison.Ordinal));
    }
}
