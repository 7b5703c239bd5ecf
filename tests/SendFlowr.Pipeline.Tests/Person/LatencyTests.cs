using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Person;

public sealed class LatencyTests : IDisposable
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private static readonly Lane Klaviyo = new("klaviyo", "email");

    private readonly TestPipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    private static SampleEvent Sent(string message, long at = Noon) => new() { Id = $"s-{message}", Type = "sent", At = at, Message = message };

    private static SampleEvent Delivered(string message, long latency) =>
        new() { Id = $"d-{message}", Type = "delivered", At = Noon + latency, Message = message };

    private LaneSummary Measured(params SampleEvent[] events)
    {
        _pipeline.Ingest(events);
        return _pipeline.Host.LaneSummary(Klaviyo);
    }

    [Fact]
    public void sent_and_delivered_are_matched_in_both_orders()
    {
        Measured(Sent("a"), Delivered("a", 4_000), Delivered("b", 8_000), Sent("b")).ShouldBe(new LaneSummary(6_000, 2));
        _pipeline.Rows(PersonTables.Handoffs).ShouldBeEmpty("nothing waits any more");
    }

    [Fact]
    public void a_match_across_files_restarts_and_people_is_by_message()
    {
        Measured(Sent("a"), Sent("b") with { Email = "bob@example.com" }).Count.ShouldBe(0);
        _pipeline.KillAndReopen();
        Measured(Delivered("a", 4_000), Delivered("b", 9_000) with { Email = "bob@example.com" }).ShouldBe(new LaneSummary(6_500, 2));
    }

    [Fact]
    public void one_event_with_both_times_needs_no_other() =>
        Measured(Delivered("a", 9_000) with { SentAt = Noon + 8_000 }).ShouldBe(new LaneSummary(1_000, 1));

    [Fact]
    public void negative_latencies_are_ignored()
    {
        Measured(Sent("a"), Delivered("a", -1)).Count.ShouldBe(0);
        Measured(Sent("b"), Delivered("b", 3_000)).ShouldBe(new LaneSummary(3_000, 1));
    }

    [Fact]
    public void the_same_pair_twice_counts_once()
    {
        Measured(Sent("a"), Delivered("a", 4_000));
        Measured(Sent("a"), Delivered("a", 4_000), Sent("a")).ShouldBe(new LaneSummary(4_000, 1));
        _pipeline.Rows(PersonTables.Handoffs).ShouldBeEmpty();
    }

    [Fact]
    public void halves_of_different_providers_do_not_match()
    {
        Measured(Sent("a"), Delivered("a", 4_000) with { Provider = "sendgrid" }).Count.ShouldBe(0);
        _pipeline.Rows(PersonTables.Lanes, byTask: true).ShouldBeEmpty();
        _pipeline.Rows(PersonTables.Handoffs).Count.ShouldBe(1, "both wait");
    }

    [Fact]
    public void other_lanes_have_a_latency_of_their_own()
    {
        Measured(Sent("a"), Delivered("a", 4_000), Sent("b") with { Channel = "sms" }, Delivered("b", 1_000) with { Channel = "sms" });
        _pipeline.Host.LaneSummary(Klaviyo).ShouldBe(new LaneSummary(4_000, 1));
        _pipeline.Host.LaneSummary(new Lane("klaviyo", "sms")).ShouldBe(new LaneSummary(1_000, 1));
        _pipeline.Host.LaneSummary(new Lane("nobody", "email")).ShouldBe(default);
    }

    [Fact]
    public void the_median_is_over_the_people_of_all_tasks()
    {
        for (int person = 0; person < 9; person++)
        {
            string email = $"person{person}@example.com";
            _pipeline.Ingest(Sent($"m{person}") with { Email = email }, Delivered($"m{person}", 1_000 * (person + 1)) with { Email = email });
        }

        _pipeline.Rows(PersonTables.Lanes, byTask: true).Count.ShouldBe(2, "both tasks saw some");
        _pipeline.Host.LaneSummary(Klaviyo).ShouldBe(new LaneSummary(5_000, 9));
    }
}
