using System.Globalization;
using System.Text.Json.Nodes;
using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;

namespace SendFlowr.Integration.Http;

/// <summary>Two instances that run tasks and one that only answers: each of them answers for everybody, and so do the verbs.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class AnyInstanceTests(OneBroker broker) : IDisposable
{
    private const int People = 12;

    private readonly HttpDeployment _deployment = new(broker.Cluster.BootstrapServers, "any.");

    public void Dispose() => _deployment.Dispose();

    [KafkaFact]
    public async Task any_instance_answers_for_any_person_and_takes_whatever_is_written()
    {
        Uri one = _deployment.Start("one", "all").WaitForUrl();
        Uri two = _deployment.Start("two", "all").WaitForUrl();
        Uri three = _deployment.Start("three", "serve").WaitForUrl();
        Uri[] all = [one, two, three];
        await UntilEachHasTasksAsync(one, two);
        await _deployment.UntilReadyAsync(three);

        for (int i = 0; i < all.Length; i++)
        {
            await EventsAreSeenAsync(all[i], all, i);
        }

        await QuestionsAreAnsweredAlikeAsync(all);
        await RequestsAreFoundEverywhereAsync(all);
        await VerbsWorkAsync(three);
    }

    private async Task UntilEachHasTasksAsync(params Uri[] instances)
    {
        foreach (Uri instance in instances)
        {
            await HttpDeployment.UntilAsync(
                () => _deployment.GetAsync(instance, "/health/ready"),
                static answer => answer.Status == 200 && answer.Body!["tasks"]!.AsArray().Count(task => task!["task"]!.GetValue<string>().StartsWith("person", StringComparison.Ordinal)) == 4,
                "each instance has half of the person tasks");
        }
    }

    /// <summary>A write answers when the next read at the same instance sees it.</summary>
    private async Task EventsAreSeenAsync(Uri instance, Uri[] all, int round)
    {
        string lines = string.Concat(Enumerable.Range(0, People).Select(person => Event(person, round) + "\n"));
        (int status, JsonNode? body, _) = await _deployment.PostAsync(instance, "/events", lines + "{\"event_id\":1}\n", "application/x-ndjson");
        status.ShouldBe(200);
        (body!["read"]!.GetValue<int>(), body["accepted"]!.GetValue<int>(), body["dead_letters"]!.GetValue<int>()).ShouldBe((People + 1, People, 1));
        for (int person = 0; person < People; person++)
        {
            foreach (Uri other in all)
            {
                await HttpDeployment.UntilAsync(
                    () => _deployment.GetAsync(other, $"/histograms/email=p{person}%40example.com"),
                    answer => answer.Body!["events"]?.GetValue<int>() == round + 1,
                    $"{other} sees the events of person {person}");
            }
        }
    }

    private async Task QuestionsAreAnsweredAlikeAsync(Uri[] all)
    {
        for (int person = 0; person < People; person++)
        {
            string question = $$"""{"email":"p{{person}}@example.com","channel":"email","send_after":"{{Tomorrow()}}"}""";
            List<string> answers = [];
            foreach (Uri instance in all)
            {
                (int status, JsonNode? body, _) = await _deployment.PostAsync(instance, "/timing-decision", question);
                status.ShouldBe(200, body?.ToJsonString());
                body!["answered_by"].ShouldBeNull("the owner can be reached");
                answers.Add($"{body["target_timestamp_utc"]} {body["score"]} {body["evidence_count"]}");
            }

            answers.Distinct().ShouldHaveSingleItem($"person {person}");
            answers[0].ShouldEndWith(" 3");
        }

        string lines = string.Concat(Enumerable.Range(0, People).Select(person => $$"""{"email":"p{{person}}@example.com","channel":"email"}""" + "\n"));
        (int answered, _, HttpResponseMessage answer) = await _deployment.PostAsync(all[2], "/timing-decisions", lines, "application/x-ndjson");
        answered.ShouldBe(200);
        (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldAllBe(line => JsonNode.Parse(line)!["evidence_count"]!.GetValue<int>() == 3);
        (await _deployment.GetAsync(all[2], "/triggers")).Status.ShouldBe(404);
    }

    private async Task RequestsAreFoundEverywhereAsync(Uri[] all)
    {
        string after = Tomorrow();
        for (int i = 0; i < People; i++)
        {
            string request = $$"""{"request_id":"order/{{i}}","email":"p{{i}}@example.com","channel":"email","send_after":"{{after}}"}""";
            (int status, JsonNode? body, _) = await _deployment.PostAsync(all[i % 3], "/requests", request);
            status.ShouldBe(202, body?.ToJsonString());
            foreach (Uri instance in all)
            {
                await HttpDeployment.UntilAsync(
                    () => _deployment.GetAsync(instance, $"/requests/order%2F{i}"),
                    static answer => answer.Status == 200 && answer.Body!["target_timestamp_utc"] is not null,
                    $"{instance} knows request {i}");
            }

            (await _deployment.PostAsync(all[(i + 1) % 3], "/requests", request)).Status.ShouldBe(200, "the same again is a duplicate anywhere");
            (await _deployment.PostAsync(all[(i + 2) % 3], "/requests", request.Replace("email=", "", StringComparison.Ordinal).Replace("\"p", "\"q", StringComparison.Ordinal)))
                .Status.ShouldBe(409, "another content under the same id is refused anywhere");
        }

        (int cancelled, JsonNode? standing, _) = await _deployment.DeleteAsync(all[2], "/requests/order%2F0");
        cancelled.ShouldBe(200, standing?.ToJsonString());
        standing!["state"]!.GetValue<string>().ShouldBe("cancelled");
        (await _deployment.GetAsync(all[0], "/requests/unknown")).Status.ShouldBe(404);
    }

    private async Task VerbsWorkAsync(Uri serving)
    {
        ProgramRun decided = _deployment.Run("decide", "email=p1@example.com", "--json");
        decided.ExitCode.ShouldBe(0, decided.Error);
        JsonNode decision = JsonNode.Parse(decided.Output)!;
        decision["evidence_count"]!.GetValue<int>().ShouldBe(3);
        string id = decision["decision_id"]!.GetValue<string>();
        ProgramRun explained = _deployment.Run("explain", id, "--verify", "--json");
        explained.ExitCode.ShouldBe(0, explained.Error);
        JsonNode.Parse(explained.Output)!["verified"]!.GetValue<bool>().ShouldBeTrue();
        (await _deployment.GetAsync(serving, $"/explanations/{id}?verify=true")).Body!["verified"]!.GetValue<bool>().ShouldBeTrue();

        _deployment.Write("more.ndjson", Event(1, 7) + "\n" + Event(2, 7) + "\nnonsense\n");
        ProgramRun ingested = _deployment.Run("ingest", "more.ndjson", "--json");
        ingested.ExitCode.ShouldBe(0, ingested.Error);
        JsonNode counts = JsonNode.Parse(ingested.Output)!;
        (counts["read"]!.GetValue<int>(), counts["accepted"]!.GetValue<int>(), counts["dead_letters"]!.GetValue<int>()).ShouldBe((3, 2, 1));
        ProgramRun curve = _deployment.Run("curve", "email=p1@example.com", "--resolution", "hour", "--json");
        JsonNode.Parse(curve.Output)!["events"]!.GetValue<int>().ShouldBe(4, curve.Error);
        ProgramRun letters = _deployment.Run("deadletters", "list", "--json");
        letters.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2, letters.Error);
        ProgramRun learned = _deployment.Run("relearn", "--json");
        JsonNode.Parse(learned.Output)!["priors_version"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(1, learned.Error);
    }

    private static string Tomorrow() => TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";

    private static string Event(int person, int round) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"event_id":"e{{person}}-{{round}}","event_type":"clicked","occurred_at":"2026-11-0{{round + 1}}T0{{person % 10}}:3{{round}}:00Z","provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"p{{person}}@example.com"}]}""");
}
