using SendFlowr.Model.Identity;
using SendFlowr.Model.Rings;
using SendFlowr.Pipeline.DeadLetters;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Ingest;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;

namespace SendFlowr.Pipeline.Tests.Hosting;

public sealed class IngestTests : IDisposable
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private readonly TestPipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    private static SampleEvent Click(string id = "e1") => new() { Id = id, Type = "clicked", At = Noon, Message = "m1" };

    private RingEntry[] EvidenceOf(NodeId person)
    {
        TimingRow row = TimingRow.Read(_pipeline.Host.Person(person).Timing);
        RingEntry[] entries = new RingEntry[row.Evidence.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = row.Evidence[i];
        }

        return entries;
    }

    [Fact]
    public void an_event_reaches_the_rows_of_its_person()
    {
        _pipeline.Ingest(Click()).ShouldBe(new IngestResult(Read: 1, Accepted: 1, Duplicate: 0, DeadLetters: 0));
        EvidenceOf(_pipeline.NodeOf("email=ann@example.com")).Single()
            .ShouldBe(new RingEntry(Noon / 60_000, EvidenceClass.MessageClick, RingHash.Of("klaviyo", "m1")));
        _pipeline.Host.CountPeople().ShouldBe(1);
        _pipeline.Host.Person(_pipeline.NodeOf("email=bob@example.com")).Timing.ShouldBeEmpty();
    }

    [Fact]
    public void a_second_ingest_changes_nothing_and_says_duplicate()
    {
        List<SampleEvent> history = SampleHistory.Draw(seed: 1);
        IngestResult first = _pipeline.Ingest(history);
        (first.Read, first.Accepted + first.Duplicate, first.DeadLetters).ShouldBe((history.Count, history.Count, 0L));
        first.Duplicate.ShouldBeLessThan(history.Count / 10, "only visits of one half hour and the like");
        Learner.LearnTouched(_pipeline.Host);
        IReadOnlyList<SortedDictionary<string, string>> before = _pipeline.Everything();
        _pipeline.Ingest(history).ShouldBe(new IngestResult(history.Count, 0, history.Count, 0));
        Learner.LearnTouched(_pipeline.Host).Days.ShouldBe(0);
        _pipeline.Everything().ShouldBe(before);
    }

    [Fact]
    public void what_was_ingested_is_there_after_a_restart()
    {
        _pipeline.Ingest(SampleHistory.Draw(seed: 2));
        Learner.LearnTouched(_pipeline.Host);
        IReadOnlyList<SortedDictionary<string, string>> before = _pipeline.Everything();
        CounterRow counters = _pipeline.Host.Counters();
        _pipeline.Reopen();
        _pipeline.Everything().ShouldBe(before);
        _pipeline.KillAndReopen();
        _pipeline.Everything().ShouldBe(before);
        _pipeline.Host.Counters().ShouldBe(counters);
    }

    [Fact]
    public void dead_letters_appear_once_after_ingesting_twice()
    {
        string[] lines = [Click().ToJson(), "{ truncated", Click("e2").ToJson().Replace("clicked", "", StringComparison.Ordinal), "[1]"];
        _pipeline.IngestLines(lines).DeadLetters.ShouldBe(3);
        _pipeline.IngestLines(lines).ShouldBe(new IngestResult(4, 0, 1, 3));
        string[] reasons = [.. DeadLetterArchive.Read(_pipeline.Host, null).Select(letter => letter["reason"].AsString()).Order(StringComparer.Ordinal)];
        reasons.ShouldBe(["malformed_json", "missing_field", "not_an_object"]);
        DeadLetterArchive.Read(_pipeline.Host, "malformed_json").Single()["raw"].AsBytes().ToArray().ShouldBe("{ truncated"u8.ToArray());
    }

    [Fact]
    public void the_same_line_at_two_places_is_two_letters()
    {
        _pipeline.IngestLines(["{", "{"]);
        DeadLetterArchive.Read(_pipeline.Host, null).Count.ShouldBe(2);
    }

    [Fact]
    public void an_unknown_type_is_kept_and_recognised_as_a_duplicate()
    {
        SampleEvent unknown = Click() with { Type = "gift_wrapped", Message = null };
        _pipeline.Ingest(unknown).Accepted.ShouldBe(1);
        _pipeline.Ingest(unknown).Duplicate.ShouldBe(1);
        _pipeline.Ingest(unknown with { Id = "e2" }).Accepted.ShouldBe(1);
        EvidenceOf(_pipeline.NodeOf("email=ann@example.com")).ShouldBeEmpty("it teaches nothing");
        _pipeline.Topic(TopicNames.Events, _pipeline.Partitions).Count.ShouldBe(3);
        Learner.LearnTouched(_pipeline.Host).PriorsVersion.ShouldBe(0);
    }

    [Fact]
    public void a_blocked_identifier_resolves_to_an_id_of_the_event_alone()
    {
        SampleEvent blocked = Click() with { IdentifierType = "shopify_customer_id", Email = "null" };
        _pipeline.Ingest(blocked, blocked with { Id = "e2", Message = "m2" }).Accepted.ShouldBe(2);
        using NodeIdHasher hasher = _pipeline.Host.CreateHasher();
        _pipeline.Host.CountPeople().ShouldBe(2);
        EvidenceOf(hasher.HashEvent("klaviyo", "e1")).Length.ShouldBe(1);
        EvidenceOf(hasher.HashEvent("klaviyo", "e2")).Length.ShouldBe(1);
        _pipeline.Ingest(blocked).Duplicate.ShouldBe(1);
    }

    [Fact]
    public void draining_leaves_nothing_for_a_later_punctuation()
    {
        _pipeline.Ingest(SampleHistory.Draw(seed: 3, people: 3, messages: 5, others: 5));
        _pipeline.Rows(PersonTables.FeaturesDue).ShouldBeEmpty();
        _pipeline.Rows(PersonTables.LanesDue).ShouldBeEmpty();
    }

    [Fact]
    public void signals_reach_the_person_s_signal_row()
    {
        _pipeline.Ingest(Click() with { Type = "ticket_created" });
        _pipeline.Host.Person(_pipeline.NodeOf("email=ann@example.com")).Signals.ShouldNotBeEmpty();
        _pipeline.Rows(PersonTables.Signals).Count.ShouldBe(1);
    }
}
