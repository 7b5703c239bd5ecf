using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class DecisionCodecTests(ITestOutputHelper output)
{
    private const int Cases = 200;

    private static Timestamp Time(Random random) => new(random.NextInt64(0, 4_000_000_000_000));

    private static Timestamp? MaybeTime(Random random) => random.Next(2) == 0 ? null : Time(random);

    private static List<T> Some<T>(Random random, Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];

    private static Decision AnyDecision(Random random) => new()
    {
        DecisionId = random.Text(1),
        UniversalId = random.Text(1),
        ResolvedBy = random.Text(),
        ResolutionConfidence = random.Number(),
        Channel = random.Text(),
        Provider = random.Text(),
        DecidedAt = Time(random),
        SendAfter = Time(random),
        SendBefore = Time(random),
        Resolution = (DecisionResolution)random.Next(2),
        Arm = (DecisionArm)random.Next(4),
        Urgent = random.Next(2) == 0,
        HeldTarget = MaybeTime(random),
        HorizonMinutes = random.Next(1, 1441),
        TargetMinuteUtc = random.Next(2) == 0 ? null : random.Next(10_080),
        TargetTimestamp = MaybeTime(random),
        TriggerTimestamp = MaybeTime(random),
        LatencyEstimateSeconds = random.Number(),
        LatencySource = (LatencySource)random.Next(4),
        LatencyObservations = random.Next(257),
        ConfidenceScore = random.Number(),
        Score = random.Number(),
        ModelVersion = random.Text(),
        PriorsVersion = random.NextInt64(),
        PriorsDigest = random.Text(),
        PolicyVersion = random.Text(),
        Reason = random.Text(),
        Path = (DecisionPath)random.Next(3),
        BindingConstraint = random.OptionalText(),
        Alternatives = Some(random, () => new DecisionAlternative(Time(random), random.Number())),
        BaseCurvePeakMinute = random.Next(10_080),
        AppliedWeights = Some(random, () => new AppliedWeight(random.Text(), random.Number())),
        Breakers = Some(random, () => new BreakerInterval(random.Text(), Time(random), MaybeTime(random))),
        Suppressed = random.Next(2) == 0,
        EvidenceCount = random.Next(257),
        OwnShare = random.Number(),
        Parts = Some(random, () => new CurvePartShare((CurvePart)random.Next(CurveParts.TimeOfDayCount), random.Number())),
        Chance = random.Number(),
        UtcOffsetMinutes = random.Next(-1080, 1081),
    };

    internal static DecisionRecord Any(Random random) => new()
    {
        Decision = AnyDecision(random),
        Revision = random.Next(9),
        RequestId = random.OptionalText(),
        State = random.Text(),
        Explanation = Some(random, () => random.Text()),
        CreatedAt = Time(random),
        LatencyHintSeconds = random.Next(2) == 0 ? null : random.Number(),
        TimingRow = random.Bytes(200),
        SignalRow = random.Bytes(50),
        Lane = random.Next(2) == 0 ? default : new LaneSummary(random.Next(), random.Next(1, 257)),
        Clock = PersonClock.FromOffsets(
            Some(random, () => random.Next(30_000_000)).Distinct().Order().Select(from => new ClockOffset(from, random.Next(-1080, 1081))).ToArray()),
    };

    private static byte[] Written(DecisionRecord record) => new DecisionWriter().Write(record).ToArray();

    [Fact]
    public void a_decision_comes_back_bit_for_bit() => Law.Holds(output, Cases, random =>
    {
        DecisionRecord record = Any(random);
        byte[] bytes = Written(record);
        Written(DecisionReader.Read(bytes)).ShouldBe(bytes);
    });

    [Fact]
    public void every_field_comes_back() => Law.Holds(output, Cases, random =>
    {
        DecisionRecord record = Any(random);
        DecisionRecord read = DecisionReader.Read(Written(record));
        read.Decision.Alternatives.ShouldBe(record.Decision.Alternatives);
        read.Decision.AppliedWeights.ShouldBe(record.Decision.AppliedWeights);
        read.Decision.Breakers.ShouldBe(record.Decision.Breakers);
        read.Decision.Parts.ShouldBe(record.Decision.Parts);
        read.Explanation.ShouldBe(record.Explanation);
        read.TimingRow.ShouldBe(record.TimingRow);
        read.SignalRow.ShouldBe(record.SignalRow);
        Decision decision = read.Decision with
        {
            Alternatives = record.Decision.Alternatives,
            AppliedWeights = record.Decision.AppliedWeights,
            Breakers = record.Decision.Breakers,
            Parts = record.Decision.Parts,
        };
        decision.ShouldBe(record.Decision);
        (read with
        {
            Decision = record.Decision,
            Explanation = record.Explanation,
            TimingRow = record.TimingRow,
            SignalRow = record.SignalRow,
        }).ShouldBe(record);
    });

    [Fact]
    public void negative_zero_stays_negative()
    {
        DecisionRecord record = Any(new Random(1));
        record = record with { Decision = record.Decision with { Score = -0.0 } };
        double.IsNegative(DecisionReader.Read(Written(record)).Decision.Score).ShouldBeTrue();
    }

    [Fact]
    public void a_decision_not_to_send_has_no_target()
    {
        DecisionRecord record = Any(new Random(1));
        record = record with { Decision = record.Decision with { TargetMinuteUtc = null, TargetTimestamp = null, TriggerTimestamp = null } };
        Decision read = DecisionReader.Read(Written(record)).Decision;
        (read.TargetMinuteUtc, read.TargetTimestamp, read.TriggerTimestamp).ShouldBe((null, null, null));
    }
}
