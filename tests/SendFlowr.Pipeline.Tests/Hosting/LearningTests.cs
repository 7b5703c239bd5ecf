using SendFlowr.Model.Identity;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Hosting;

public sealed class LearningTests : IDisposable
{
    private readonly TestPipeline _pipeline = new(partitions: 3);

    public void Dispose() => _pipeline.Dispose();

    /// <summary>A history whose last events are of the day of the test's clock.</summary>
    private static List<SampleEvent> History(int seed) => SampleHistory.Draw(seed, days: 29);

    /// <summary>Versions carry their number; two learned alike are the same under one number.</summary>
    private static string AsVersion1(CurvePriors priors) => priors.Publish(1, priors.ThroughDay).Digest;

    private List<(bool Replaced, int ThroughDay)> Versions()
    {
        List<(bool, int)> versions = [];
        byte[] buffer = new byte[64];
        for (int version = 1; _pipeline.Host.Engine.Get(
            TenantTopology.Name, 0, TenantTables.Versions, TenantTables.VersionKey(version), ref buffer, out int length); version++)
        {
            VersionRow row = VersionRow.Read(buffer.AsSpan(0, length));
            versions.Add((row.Replaced, row.ThroughDay));
        }

        return versions;
    }

    private static int DaysWithEvidence(IEnumerable<SampleEvent> events, int fromDay, int throughDay) => events
        .Where(item => RingEntryOfEvent.ClassOf(item.Type, item.Message is not null, Model.Events.MachineFlag.None) < EvidenceClass.Sent)
        .Select(item => item.At / 86_400_000).Where(day => day >= fromDay && day <= throughDay).Distinct().Count();

    private NodeId NodeOf(string email) => _pipeline.NodeOf($"email={email}");

    private void Request(int sinceDay)
    {
        RecordWriter writer = new(Schemas.Sums);
        new SumsRecord { Kind = SumsKind.Request, Run = 0, Task = -1, FromDay = sinceDay, Day = _pipeline.Yesterday, Payload = default }
            .Write(writer.Begin());
        RecordBatch batch = new();
        batch.Add(RecordKeys.OfSums(SumsKind.Request, SumsRecord.None), writer.Bytes, _pipeline.Host.NowMilliseconds);
        _pipeline.Host.Engine.Append(TopicNames.Sums, 0, batch, _pipeline.Host.NowMilliseconds);
    }

    [Fact]
    public void learned_priors_are_those_of_all_events_up_to_yesterday()
    {
        List<SampleEvent> history = History(31);
        _pipeline.Ingest(history);
        LearnResult learned = Learner.LearnTouched(_pipeline.Host);
        learned.PriorsVersion.ShouldBe(1);
        learned.Days.ShouldBe(DaysWithEvidence(history, 0, _pipeline.Yesterday));
        CurvePriors priors = _pipeline.Host.PriorsInForce();
        priors.Digest.ShouldBe(DirectLearning.Learn(history, _pipeline.Yesterday, NodeOf).Digest);
        priors.ThroughDay.ShouldBe(_pipeline.Yesterday);
        priors.Events.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void events_of_today_are_learned_tomorrow()
    {
        List<SampleEvent> history = History(32);
        int today = _pipeline.Yesterday + 1;
        DaysWithEvidence(history, today, today).ShouldBe(1);
        _pipeline.Ingest(history);
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Clock.Advance(TimeSpan.FromDays(1));
        Learner.LearnTouched(_pipeline.Host).Days.ShouldBe(1);
        AsVersion1(_pipeline.Host.PriorsInForce()).ShouldBe(DirectLearning.Learn(history, today, NodeOf).Digest);
        Versions().ShouldBe([(false, today - 1), (false, today)]);
    }

    [Fact]
    public void nothing_new_is_no_new_version()
    {
        _pipeline.Ingest(History(33));
        Learner.LearnTouched(_pipeline.Host);
        Learner.LearnTouched(_pipeline.Host).ShouldBe(new LearnResult(0, 1, 0));
        Request(sinceDay: -1);
        _pipeline.Host.Drain();
        Versions().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void late_events_replace_what_was_learned_without_them(int seed)
    {
        List<SampleEvent> history = History(seed);
        _pipeline.Ingest(history.Where((_, index) => index % 4 != 0));
        Learner.LearnTouched(_pipeline.Host);
        string without = AsVersion1(_pipeline.Host.PriorsInForce());
        _pipeline.Ingest(history.Where((_, index) => index % 4 == 0));
        Learner.LearnTouched(_pipeline.Host).PriorsVersion.ShouldBe(2);
        string with = AsVersion1(_pipeline.Host.PriorsInForce());
        with.ShouldBe(DirectLearning.Learn(history, _pipeline.Yesterday, NodeOf).Digest);
        with.ShouldNotBe(without);
        Versions().ShouldBe([(true, _pipeline.Yesterday), (false, _pipeline.Yesterday)]);
    }

    [Fact]
    public void a_late_event_is_learned_from_its_day_on_and_earlier_versions_stay()
    {
        List<SampleEvent> history = History(43);
        int yesterday = _pipeline.Yesterday;
        _pipeline.Ingest(history);
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Clock.Advance(TimeSpan.FromDays(3));
        Learner.LearnTouched(_pipeline.Host);
        SampleEvent late = new() { Id = "late", Type = "clicked", At = ((yesterday + 1) * 86_400_000L) + 5, Message = "late" };
        _pipeline.Ingest(late);
        Learner.LearnTouched(_pipeline.Host).Days.ShouldBe(1);
        AsVersion1(_pipeline.Host.PriorsInForce()).ShouldBe(DirectLearning.Learn([.. history, late], yesterday + 3, NodeOf).Digest);
        Versions().ShouldBe([(false, yesterday), (true, yesterday + 3), (false, yesterday + 3)]);
    }

    [Fact]
    public void relearn_since_a_day_starts_from_the_version_before_it()
    {
        List<SampleEvent> history = History(44);
        int yesterday = _pipeline.Yesterday;
        _pipeline.Ingest(history);
        Learner.LearnTouched(_pipeline.Host);
        _pipeline.Clock.Advance(TimeSpan.FromDays(2));
        Learner.LearnTouched(_pipeline.Host);
        Learner.Learn(_pipeline.Host, sinceDay: yesterday + 1).Days.ShouldBe(1);
        Versions().ShouldBe([(false, yesterday), (true, yesterday + 2), (false, yesterday + 2)]);
        Learner.Learn(_pipeline.Host, sinceDay: yesterday - 5).Days.ShouldBe(DaysWithEvidence(history, 0, yesterday + 2));
        Versions().ShouldBe([(true, yesterday), (true, yesterday + 2), (true, yesterday + 2), (false, yesterday + 2)]);
        AsVersion1(_pipeline.Host.PriorsInForce()).ShouldBe(DirectLearning.Learn(history, yesterday + 2, NodeOf).Digest);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, true)]
    [InlineData(9, true)]
    [InlineData(20, false)]
    [InlineData(33, true)]
    public void a_run_that_was_interrupted_is_finished_after_the_restart(int steps, bool killed)
    {
        List<SampleEvent> history = History(45);
        _pipeline.Ingest(history);
        Request(sinceDay: -1);
        for (int i = 0; i < steps; i++)
        {
            _pipeline.Host.Engine.Step(_pipeline.Host.NowMilliseconds);
        }

        Versions().ShouldBeEmpty("the run is to be interrupted");
        if (killed)
        {
            _pipeline.KillAndReopen();
        }
        else
        {
            _pipeline.Reopen();
        }

        _pipeline.Host.EarliestUnlearnedDay().ShouldNotBeNull().ShouldBeLessThanOrEqualTo(_pipeline.Yesterday);
        _pipeline.Host.Drain();
        Versions().ShouldBe([(false, _pipeline.Yesterday)]);
        _pipeline.Host.PriorsInForce().Digest.ShouldBe(DirectLearning.Learn(history, _pipeline.Yesterday, NodeOf).Digest);
        Learner.LearnTouched(_pipeline.Host).Days.ShouldBe(0);
    }

    [Fact]
    public void learning_asked_for_during_a_run_follows_it()
    {
        List<SampleEvent> history = History(46);
        _pipeline.Ingest(history.Where((_, index) => index % 2 == 0));
        Request(sinceDay: -1);
        for (int i = 0; i < 6; i++)
        {
            _pipeline.Host.Engine.Step(_pipeline.Host.NowMilliseconds);
        }

        Request(sinceDay: -1);
        Versions().ShouldBeEmpty();
        _pipeline.Ingest(history.Where((_, index) => index % 2 != 0));
        Learner.LearnTouched(_pipeline.Host);
        AsVersion1(_pipeline.Host.PriorsInForce()).ShouldBe(DirectLearning.Learn(history, _pipeline.Yesterday, NodeOf).Digest);
        Versions().Count(version => !version.Replaced).ShouldBe(1);
    }
}
