using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Decisions;

public sealed class VerificationTests : IDisposable
{
    private readonly TestPipeline _pipeline = new();
    private readonly List<SampleEvent> _history = SampleHistory.Draw(seed: 51, days: 28);

    public VerificationTests()
    {
        _pipeline.Ingest(_history.Where((_, index) => index % 5 != 0));
        Learner.LearnTouched(_pipeline.Host);
    }

    public void Dispose() => _pipeline.Dispose();

    private DecisionRecord Ask(string person, Func<TimingQuestion, TimingQuestion>? change = null)
    {
        using DecisionService service = new(_pipeline.Host);
        TimingQuestion question = new() { Person = [TestPipeline.Reference(person)], Provider = "klaviyo" };
        return service.Ask(change is null ? question : change(question));
    }

    private List<DecisionRecord> AskEverybody() =>
    [
        .. Enumerable.Range(0, 12).Select(person => Ask($"email=person{person}@example.com")),
        Ask("email=stranger@example.com"),
        Ask("email=person3@example.com", question => question with { Resolution = DecisionResolution.Hour }),
        Ask("email=person3@example.com", question => question with { Provider = "nobody", LatencyHintSeconds = 12.5 }),
        Ask("email=person4@example.com", question => question with { Channel = "sms" }),
        Ask(_pipeline.NodeOf("email=person5@example.com") is var node ? $"universal_id={node}" : ""),
    ];

    private DecisionRecord Recorded(DecisionRecord asked) =>
        DecisionReader.Read(new DecisionArchive(_pipeline.Host).Find(asked.Decision.DecisionId, null).ShouldNotBeNull());

    private DecisionVerification Verify(DecisionRecord record) => DecisionVerification.Of(record, _pipeline.Host);

    private void ShouldAllVerify(List<DecisionRecord> asked)
    {
        foreach (DecisionRecord record in asked)
        {
            DecisionVerification verification = Verify(Recorded(record));
            verification.Differences.ShouldBeEmpty();
            verification.Verified.ShouldBe(true, verification.Reason);
        }
    }

    [Fact]
    public void every_decision_verifies_after_more_events_a_new_version_of_the_priors_and_restarts()
    {
        List<DecisionRecord> asked = AskEverybody();
        asked.ShouldAllBe(record => record.Decision.PriorsVersion == 1);
        ShouldAllVerify(asked);
        _pipeline.Ingest(_history.Where((_, index) => index % 5 == 0));
        ShouldAllVerify(asked);
        Learner.LearnTouched(_pipeline.Host).PriorsVersion.ShouldBe(2);
        ShouldAllVerify(asked);
        _pipeline.Reopen();
        ShouldAllVerify(asked);
        asked.AddRange(AskEverybody());
        asked[^1].Decision.PriorsVersion.ShouldBe(2);
        _pipeline.KillAndReopen();
        ShouldAllVerify(asked);
    }

    [Fact]
    public void what_is_answered_is_what_is_recorded()
    {
        DecisionRecord asked = Ask("email=person1@example.com");
        DecisionRecord recorded = Recorded(asked);
        new DecisionWriter().Write(recorded).ToArray().ShouldBe(new DecisionWriter().Write(asked).ToArray());
        new DecisionArchive(_pipeline.Host).Find(asked.Decision.DecisionId, 0).ShouldNotBeNull();
        new DecisionArchive(_pipeline.Host).Find(asked.Decision.DecisionId, 1).ShouldBeNull();
    }

    [Fact]
    public void decisions_of_one_moment_have_ids_of_their_own()
    {
        DecisionRecord[] asked = [Ask("email=person1@example.com"), Ask("email=person1@example.com"), Ask("email=person2@example.com")];
        asked.Select(record => record.Decision.DecisionId).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void the_smallest_tampering_is_found()
    {
        DecisionRecord good = Recorded(AskEverybody().First(record => record.Decision is { TargetTimestamp: not null, EvidenceCount: > 0 }));
        Decision decision = good.Decision;
        byte[] ring = [.. good.TimingRow];
        ring[^1] ^= 1;
        ring[TimingHeader] ^= 1;
        (string Field, DecisionRecord Record)[] tampered =
        [
            ("score", good with { Decision = decision with { Score = Math.BitIncrement(decision.Score) } }),
            ("confidence_score", good with { Decision = decision with { ConfidenceScore = Math.BitDecrement(decision.ConfidenceScore) } }),
            ("target_timestamp_utc", good with { Decision = decision with { TargetTimestamp = decision.TargetTimestamp!.Value.Plus(TimeSpan.FromMinutes(1)) } }),
            ("trigger_timestamp_utc", good with { Decision = decision with { TriggerTimestamp = null } }),
            ("evidence_count", good with { Decision = decision with { EvidenceCount = decision.EvidenceCount + 1 } }),
            ("reason", good with { Decision = decision with { Reason = decision.Reason + "!" } }),
            ("explanation", good with { Explanation = [.. good.Explanation, "And it is your birthday."] }),
        ];
        foreach ((string field, DecisionRecord record) in tampered)
        {
            DecisionVerification verification = Verify(record);
            verification.Verified.ShouldBe(false, field);
            verification.Differences.ShouldContain(difference => difference.Field == field);
        }

        Verify(good with { TimingRow = ring }).Verified.ShouldBe(false, "evidence");
        Verify(good with { Lane = good.Lane with { MedianMilliseconds = good.Lane.MedianMilliseconds + 1000 } }).Verified.ShouldBe(false, "lane");
        Verify(good).Verified.ShouldBe(true);
    }

    [Theory]
    [InlineData("priors")]
    [InlineData("digest")]
    [InlineData("model")]
    [InlineData("policy")]
    public void what_this_version_does_not_have_is_not_verifiable_rather_than_wrong(string missing)
    {
        DecisionRecord good = Recorded(Ask("email=person1@example.com"));
        Decision other = missing switch
        {
            "priors" => good.Decision with { PriorsVersion = 99 },
            "digest" => good.Decision with { PriorsDigest = new string('0', 64) },
            "model" => good.Decision with { ModelVersion = "m9" },
            _ => good.Decision with { PolicyVersion = "p9" },
        };
        DecisionVerification verification = Verify(good with { Decision = other });
        verification.Verified.ShouldBeNull();
        verification.Differences.ShouldBeEmpty();
        verification.Reason.ShouldContain(missing switch { "priors" => "99", "digest" => "0000", "model" => "m9", _ => "p9" });
    }

    [Theory]
    [InlineData("d_123")]
    [InlineData("x_00000000000000000000000000000000")]
    [InlineData("d_0000000000000000000000000000000G")]
    public void what_is_no_decision_id_is_refused(string id) =>
        Should.Throw<FormatException>(() => new DecisionArchive(_pipeline.Host).Find(id, null)).Message.ShouldContain("d_ and 32 hex digits");

    [Fact]
    public void an_unknown_id_is_not_found() =>
        new DecisionArchive(_pipeline.Host).Find("d_00000000000000000000000000000000", null).ShouldBeNull();

    private const int TimingHeader = Pipeline.Rows.TimingRow.HeaderBytes;
}
