using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;

namespace SendFlowr.Integration.Http;

/// <summary>An instance is killed: what it had is answered by a standby at once, and by the new owner a session later.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class FailOverTests(OneBroker broker) : IDisposable
{
    private const int People = 16;
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan MostUnanswered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostMoving = Session + TimeSpan.FromSeconds(5);

    private readonly HttpDeployment _deployment = new(
        broker.Cluster.BootstrapServers,
        "http-failover.",
        ("SENDFLOWR__KAFKA__STANDBY", "1"),
        ("SENDFLOWR__KAFKA__PROPERTIES__SESSION.TIMEOUT.MS", "6000"));

    public void Dispose() => _deployment.Dispose();

    [KafkaFact]
    public async Task a_standby_answers_within_seconds_and_says_so_until_the_task_has_a_new_owner()
    {
        InstanceProcess doomed = _deployment.Start("a", "all");
        Uri lost = doomed.WaitForUrl();
        Uri left = _deployment.Start("b", "all").WaitForUrl();
        await UntilBothHaveTasksAsync(lost, left);
        await WriteAsync(left);
        await UntilStandbysHaveCaughtUpAsync(left);

        long killed = Stopwatch.GetTimestamp();
        doomed.Kill();
        HashSet<int> ofStandby = [];
        for (int person = 0; person < People; person++)
        {
            JsonNode answer = await UntilAnsweredAsync(left, person, killed, MostUnanswered);
            if (answer["answered_by"] is { } who)
            {
                who.GetValue<string>().ShouldBe("standby");
                answer["behind_milliseconds"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(0);
                ofStandby.Add(person);
            }

            answer["evidence_count"]!.GetValue<int>().ShouldBe(1, "the standby has what was committed");
        }

        ofStandby.ShouldNotBeEmpty("the one that was killed had half of the people");
        ofStandby.Count.ShouldBeLessThan(People, "the other half is the survivor's own");
        int someone = ofStandby.First();
        (int status, JsonNode? features, HttpResponseMessage headers) = await _deployment.GetAsync(left, $"/features/email=p{someone}%40example.com");
        status.ShouldBe(200, features?.ToJsonString());
        headers.Headers.Contains("SendFlowr-Behind-Milliseconds").ShouldBe(headers.Headers.Contains("SendFlowr-Answered-By"));

        foreach (int person in ofStandby)
        {
            await HttpDeployment.UntilAsync(
                () => AskAsync(left, person),
                static answer => answer.Status == 200 && answer.Body!["answered_by"] is null,
                $"person {person} has a new owner",
                MostMoving - Stopwatch.GetElapsedTime(killed));
        }
    }

    private Task<(int Status, JsonNode? Body, HttpResponseMessage Answer)> AskAsync(Uri instance, int person) =>
        _deployment.PostAsync(instance, "/timing-decision", string.Create(CultureInfo.InvariantCulture, $$"""{"email":"p{{person}}@example.com","channel":"email"}"""));

    private async Task<JsonNode> UntilAnsweredAsync(Uri instance, int person, long since, TimeSpan limit) =>
        (await HttpDeployment.UntilAsync(() => AskAsync(instance, person), static answer => answer.Status == 200, $"person {person} is answered", limit - Stopwatch.GetElapsedTime(since))).Body!;

    private async Task UntilBothHaveTasksAsync(params Uri[] instances)
    {
        foreach (Uri instance in instances)
        {
            await HttpDeployment.UntilAsync(
                () => _deployment.GetAsync(instance, "/health/ready"),
                static answer => answer.Status == 200 && RunningPersonTasks(answer.Body!) == 4,
                "each instance has half of the person tasks");
        }
    }

    private static int RunningPersonTasks(JsonNode ready) => ready["tasks"]!.AsArray()
        .Count(task => task!["task"]!.GetValue<string>().StartsWith("person", StringComparison.Ordinal) && task["role"]!.GetValue<string>() == "active");

    private async Task WriteAsync(Uri instance)
    {
        string lines = string.Concat(Enumerable.Range(0, People).Select(person => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_id":"e{{person}}","event_type":"clicked","occurred_at":"2026-11-01T09:00:00Z","provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"p{{person}}@example.com"}]}""") + "\n"));
        (await _deployment.PostAsync(instance, "/events", lines, "application/x-ndjson")).Status.ShouldBe(200);
        for (int person = 0; person < People; person++)
        {
            await HttpDeployment.UntilAsync(
                () => AskAsync(instance, person), static answer => answer.Body!["evidence_count"]!.GetValue<int>() == 1, "the events are processed");
        }
    }

    private async Task UntilStandbysHaveCaughtUpAsync(Uri instance) => await HttpDeployment.UntilAsync(
        () => _deployment.GetAsync(instance, "/health/ready"),
        static answer => answer.Body!["tasks"]!.AsArray().Where(task => task!["role"]!.GetValue<string>() == "standby"
            && task["task"]!.GetValue<string>().StartsWith("person", StringComparison.Ordinal)).ToList() is { Count: 4 } standbys
            && standbys.TrueForAll(task => task!["behind"]!.GetValue<long>() == 0),
        "the survivor follows the tasks of the other");
}
