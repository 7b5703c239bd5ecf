using SendFlowr.Model.Rings;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Person;

public sealed class ScannerWatchTests(ITestOutputHelper output) : IDisposable
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private readonly TestPipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    private static SampleEvent Delivered(string message, long at = Noon) => new() { Id = $"d-{message}", Type = "delivered", At = at, Message = message };

    private static SampleEvent Click(string message, long at, int link = 0) =>
        new() { Id = $"c-{message}-{link}", Type = "clicked", At = at, Message = message };

    private EvidenceClass[] Classes()
    {
        byte[] row = Convert.FromHexString(_pipeline.Rows(PersonTables.Timing).Values.Single());
        return [.. Enumerable.Range(0, TimingRow.Read(row).Evidence.Count).Select(i => TimingRow.Read(row).Evidence[i].Class)];
    }

    [Fact]
    public void a_delivery_that_comes_late_puts_its_click_in_quarantine_and_its_day_to_be_learned_again()
    {
        _pipeline.Ingest(Click("a", Noon + 1_500));
        Classes().ShouldBe([EvidenceClass.MessageClick]);
        Learner.LearnTouched(_pipeline.Host);
        long version = _pipeline.Host.PriorsInForce().Version;
        _pipeline.Host.PriorsInForce().Events.ShouldBe(1);
        _pipeline.Ingest(Delivered("a"));
        Classes().ShouldBe([EvidenceClass.MessageClickInQuarantine]);
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Host.PriorsInForce().Version.ShouldBeGreaterThan(version);
        _pipeline.Host.PriorsInForce().Events.ShouldBe(0, "what was learned from the click is taken back");
    }

    [Fact]
    public void a_fourth_click_that_comes_late_and_enters_no_ring_has_the_day_learned_again()
    {
        _pipeline.Ingest(Enumerable.Range(0, 3).Select(link => Click("a", Noon, link)));
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Host.PriorsInForce().Events.ShouldBe(1);
        _pipeline.Ingest(Click("a", Noon, link: 3));
        Classes().ShouldBe([EvidenceClass.MessageClickInQuarantine]);
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Host.PriorsInForce().Events.ShouldBe(0);
    }

    [Fact]
    public void a_time_of_delivery_in_the_click_is_enough()
    {
        _pipeline.Ingest(Click("a", Noon + 1_500) with { DeliveredAt = Noon }, Click("b", Noon + 90_000) with { DeliveredAt = Noon });
        Classes().Order().ShouldBe([EvidenceClass.MessageClick, EvidenceClass.MessageClickInQuarantine]);
    }

    [Fact]
    public void known_user_agents_are_machines_whatever_the_time()
    {
        _pipeline.Ingest(
            Click("a", Noon) with { Attributes = new() { ["user_agent"] = "Mimecast-URL-Checker", ["url"] = "https://shop.example/" } },
            Click("b", Noon) with { Attributes = new() { ["user_agent"] = "Mozilla/5.0 (iPhone)" } });
        Classes().Order().ShouldBe([EvidenceClass.MessageClick, EvidenceClass.MessageClickByMachine]);
        _pipeline.Ingest(new SampleEvent { Id = "c", Type = "clicked", At = Noon, Attributes = new() { ["user_agent"] = "curl/8.4" } });
        Classes().ShouldContain(EvidenceClass.EventClickByMachine);
    }

    [Fact]
    public void who_has_no_messages_has_no_list()
    {
        _pipeline.Ingest(
            new SampleEvent { Id = "v", Type = "site_visit", At = Noon }, new SampleEvent { Id = "c", Type = "clicked", At = Noon },
            new SampleEvent { Id = "s", Type = "sent", At = Noon, Message = "m" }, new SampleEvent { Id = "d", Type = "delivered", At = Noon });
        _pipeline.Rows(PersonTables.Messages).ShouldBeEmpty();
    }

    [Fact]
    public void a_full_list_has_577_bytes()
    {
        _pipeline.Ingest(Enumerable.Range(0, 200).Select(i => Click($"m{i}", Noon + (i * 5_000L))));
        _pipeline.Rows(PersonTables.Messages).Values.Single().Length.ShouldBe(2 * MessagesRow.MaxBytes);
        MessagesRow.MaxBytes.ShouldBe(577);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void any_order_and_copies_give_the_same_rows_with_more_messages_than_the_list_holds(int seed)
    {
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        List<SampleEvent> events = [];
        for (int message = 0; message < 60; message++)
        {
            long at = Noon + (message * 40_000_000L);
            events.Add(Delivered($"m{message}", at));
            int links = random.Next(6);
            for (int link = 0; link < links; link++)
            {
                events.Add(Click($"m{message}", at + random.Next(random.Next(2) == 0 ? 3_000 : 90_000_000), link));
            }
        }

        _pipeline.Ingest(events);
        Classes().ShouldContain(EvidenceClass.MessageClickInQuarantine);
        Classes().ShouldContain(EvidenceClass.MessageClick);
        SampleEvent[] shuffled = [.. events, .. events.Where((_, i) => i % 3 == 0)];
        random.Shuffle(shuffled);
        using TestPipeline other = new();
        other.Ingest(shuffled);
        other.Rows(PersonTables.Timing).ShouldBe(_pipeline.Rows(PersonTables.Timing));
        other.Rows(PersonTables.Messages).ShouldBe(_pipeline.Rows(PersonTables.Messages));
    }
}
