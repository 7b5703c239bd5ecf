using System.Globalization;
using System.Text.Json.Nodes;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Events;

public sealed class EventsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task the_next_read_sees_what_was_taken_however_many_send_at_once()
    {
        await Parallel.ForAsync(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (person, _) =>
        {
            string email = $"reader{person}@example.com";
            for (int i = 1; i <= 3; i++)
            {
                (await server.PostAsync("/events", Samples.Event($"ryw-{person}-{i}", "clicked", $"2026-03-01T0{i}:00:00Z", email))).Expect(200);
                JsonNode features = (await server.GetAsync($"/features/email={email}")).Expect(200);
                features["click_count_30d"]!.GetValue<int>().ShouldBe(i);
            }
        });
    }

    [Fact]
    public async Task duplicates_are_counted_exactly_however_many_send_the_same()
    {
        const int senders = 12;
        const int events = 50;
        string body = string.Join('\n', Enumerable.Range(0, events).Select(i =>
            Samples.Event($"same-{i}", "clicked", $"2026-02-{1 + (i % 28):00}T0{i % 10}:{i % 60:00}:00Z", $"same{i % 5}@example.com")));
        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => server.PostAsync("/events", body, "application/x-ndjson")));
        int accepted = 0;
        foreach (Reply reply in replies)
        {
            JsonNode taken = reply.Expect(200);
            (Count(taken, "accepted") + Count(taken, "duplicate")).ShouldBe(events);
            accepted += Count(taken, "accepted");
        }

        accepted.ShouldBe(events);
    }

    [Fact]
    public async Task an_event_twice_in_one_body_is_one()
    {
        string line = Samples.Event("twice", "clicked", "2026-03-01T09:00:00Z", "twice@example.com");
        JsonNode taken = (await server.PostAsync("/events", $"{line}\n\n{line}\r\n", "application/x-ndjson")).Expect(200);
        (Count(taken, "read"), Count(taken, "accepted"), Count(taken, "duplicate")).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task bad_lines_are_dead_letters_and_listed_and_the_others_are_taken()
    {
        long before = server.Host.Engine.EndOffset(TopicNames.DeadLetters, 0);
        string body = string.Join('\n', Samples.Event("mixed-1", "clicked", "2026-03-01T09:00:00Z", "mixed@example.com"), "{", "", Samples.Event("mixed-2", "clicked", "9", "mixed@example.com"));
        JsonNode taken = (await server.PostAsync("/events", body, "application/x-ndjson")).Expect(200);
        (Count(taken, "read"), Count(taken, "accepted"), Count(taken, "duplicate"), Count(taken, "dead_letters")).ShouldBe((3, 1, 0, 2));
        JsonArray errors = taken["errors"]!.AsArray();
        errors.Select(error => (Count(error!, "line"), (string)error!["field"]!, (string)error!["reason"]!)).ShouldBe([(2, "", "malformed_json"), (4, "occurred_at", "bad_time")]);
        (server.Host.Engine.EndOffset(TopicNames.DeadLetters, 0) - before).ShouldBe(2);
    }

    [Fact]
    public async Task nothing_is_kept_of_a_body_that_is_bad_altogether()
    {
        long before = server.Host.Engine.EndOffset(TopicNames.DeadLetters, 0);
        (await server.PostAsync("/events", """{"event_id":"e"}""")).Expect(400);
        Reply reply = await server.PostAsync("/events", "{}\n[]\n", "application/x-ndjson");
        reply.Expect(400)["type"]!.GetValue<string>().ShouldBe("urn:sendflowr:problem:nothing-accepted");
        reply.Json["errors"]!.AsArray().Count.ShouldBe(2);
        (await server.PostAsync("/events", "\n\n", "application/x-ndjson")).Expect(400);
        server.Host.Engine.EndOffset(TopicNames.DeadLetters, 0).ShouldBe(before);
    }

    [Fact]
    public async Task a_hundred_errors_are_listed_and_all_are_counted()
    {
        string body = string.Join('\n', [Samples.Event("few", "clicked", "2026-03-01T09:00:00Z", "few@example.com"), .. Enumerable.Repeat("{}", 150)]);
        JsonNode taken = (await server.PostAsync("/events", body, "application/x-ndjson")).Expect(200);
        (Count(taken, "dead_letters"), taken["errors"]!.AsArray().Count).ShouldBe((150, 100));
    }

    [Fact]
    public async Task many_lines_are_taken_in_one_request()
    {
        const int events = 5000;
        string body = string.Join('\n', Enumerable.Range(0, events).Select(i => Samples.Event(
            string.Create(CultureInfo.InvariantCulture, $"many-{i}"), "clicked", $"2026-01-{1 + (i % 28):00}T{i % 24:00}:{i % 60:00}:00Z", $"many{i % 97}@example.com")));
        JsonNode taken = (await server.PostAsync("/events", body, "application/x-ndjson")).Expect(200);
        (Count(taken, "read"), Count(taken, "accepted") + Count(taken, "duplicate"), Count(taken, "dead_letters")).ShouldBe((events, events, 0));
        Count((await server.PostAsync("/events", body, "application/x-ndjson")).Expect(200), "accepted").ShouldBe(0);
    }

    [Fact]
    public async Task a_line_over_its_limit_is_413_and_named()
    {
        string line = Samples.Event("long", "clicked", "2026-03-01T09:00:00Z", "long@example.com");
        Reply reply = await server.PostAsync("/events", $"{line}\n{new string(' ', 10)}{{{new string(' ', 1 << 20)}}}\n", "application/x-ndjson");
        reply.Expect(413)["detail"]!.GetValue<string>().ShouldContain("line 2");
    }

    private static int Count(JsonNode node, string name) => node[name]!.GetValue<int>();
}
