using FsCheck.Fluent;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Events;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Tests.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>Random people, signals, breakers, lanes and windows against the rules written a second time.</summary>
public class DeciderLawTests
{
    private const double Tolerance = 1e-12;

    private static readonly string[] Types =
        ["site_visit", "cart_add", "sms_click", "sms_clicked", "ticket_closed_satisfied", "support_ticket", "payment_failed",
         "unsubscribe_request", "sms_unsubscribed", "complained", "bounced", "unsubscribed", "subscribed"];

    private static readonly DecisionWorkspace Shared = new();

    [Fact]
    public void every_decision_is_the_earliest_of_the_best_allowed_candidates() => Hold(20260401, 300, (input, checker, decision) =>
    {
        SlowChecker.Candidate[] free = [.. checker.Candidates.Where(candidate => candidate.IsFree)];
        decision.TargetTimestamp.HasValue.ShouldBe(free.Length > 0);
        if (decision.TargetTimestamp is not { } target)
        {
            return;
        }

        SlowChecker.Candidate chosen = free.Single(candidate => candidate.At == target.EpochMilliseconds);
        decision.Score.ShouldBe(chosen.Free, Tolerance);
        double best = free.Max(candidate => candidate.Free);
        chosen.Free.ShouldBeGreaterThanOrEqualTo(best - Tolerance);
        free.Where(candidate => candidate.At < chosen.At).ShouldAllBe(candidate => candidate.Free <= best + Tolerance);
        target.ShouldBeInRange(input.SendAfter, input.SendBefore);
        decision.TriggerTimestamp!.Value.EpochMilliseconds.ShouldBe(target.EpochMilliseconds - checker.LatencyMs);
        decision.TriggerTimestamp.Value.ShouldBeGreaterThanOrEqualTo(input.Now);
        decision.TargetMinuteUtc.ShouldBe(target.MinuteOfWeek.Value);
    });

    [Fact]
    public void what_bound_a_decision_is_named() => Hold(20260402, 300, (input, checker, decision) =>
    {
        if (checker.Candidates.Length == 0)
        {
            decision.BindingConstraint.ShouldBe(input.SendBefore < input.Now ? "window" : "latency");
        }
        else if (decision.TargetTimestamp is null)
        {
            checker.Candidates[^1].Blockers.ShouldContain(decision.BindingConstraint);
        }
        else if (decision.BindingConstraint is { } moved)
        {
            checker.Candidates.ShouldContain(candidate => candidate.Blockers.Contains(moved) && candidate.Free >= decision.Score - Tolerance);
        }
        else
        {
            checker.Candidates.ShouldAllBe(candidate => candidate.IsFree || candidate.Free <= decision.Score + Tolerance);
        }

        decision.Suppressed.ShouldBe(checker.Breakers.Any(breaker =>
            input.Now.EpochMilliseconds >= breaker.From && input.Now.EpochMilliseconds < breaker.Until));
    });

    [Fact]
    public void alternatives_are_allowed_lower_local_maxima_apart_from_each_other() => Hold(20260403, 150, (_, checker, decision) =>
    {
        List<long> times = [decision.TargetTimestamp?.EpochMilliseconds ?? 0];
        decision.Alternatives.Count.ShouldBeLessThanOrEqualTo(5);
        double previous = decision.Score;
        foreach (DecisionAlternative alternative in decision.Alternatives)
        {
            int index = Array.FindIndex(checker.Candidates, candidate => candidate.At == alternative.Target.EpochMilliseconds);
            checker.Candidates[index].IsFree.ShouldBeTrue();
            alternative.Score.ShouldBe(checker.Candidates[index].Free, Tolerance);
            alternative.Score.ShouldBeLessThanOrEqualTo(previous);
            alternative.Score.ShouldBeGreaterThanOrEqualTo(0.5 * decision.Score);
            previous = alternative.Score;
            times.ShouldAllBe(time => Math.Abs(time - checker.Candidates[index].At) >= 1_800_000);
            times.Add(checker.Candidates[index].At);
            foreach (int neighbour in new[] { index - 1, index + 1 })
            {
                if (neighbour >= 0 && neighbour < checker.Candidates.Length && checker.Candidates[neighbour].IsFree)
                {
                    checker.Candidates[neighbour].Free.ShouldBeLessThanOrEqualTo(alternative.Score + Tolerance);
                }
            }
        }
    });

    [Fact]
    public void a_used_workspace_gives_the_bits_of_a_fresh_one() => Hold(20260404, 60, (input, _, decision) =>
        DecisionVerifier.Compare(decision, Decider.Decide(input, new DecisionWorkspace())).ShouldBeEmpty());

    [Fact]
    public void every_decision_can_be_put_in_words() => Hold(20260405, 60, (_, _, decision) =>
    {
        IReadOnlyList<string> lines = DecisionExplanation.Lines(decision);
        lines.ShouldAllBe(line => line.EndsWith('.') && !line.Contains("NaN"));
        lines[0].StartsWith("Do not send", StringComparison.Ordinal).ShouldBe(decision.TargetTimestamp is null);
    });

    private static void Hold(ulong seed, int cases, Action<DecisionInput, SlowChecker, Decision> law) =>
        Laws.Hold(seed, cases, Gen.Choose(0, int.MaxValue), person =>
        {
            (DecisionInput input, CanonicalEvent[] events) = Draw(new Random(person));
            law(input, new SlowChecker(input, events), Decider.Decide(input, Shared));
        });

    private static (DecisionInput Input, CanonicalEvent[] Events) Draw(Random random)
    {
        Timestamp now = new(Noon.EpochMilliseconds + random.NextInt64(604_800_000));
        now = random.Next(3) == 0 ? Timestamp.FromEpochMinute(now.EpochMinute) : now;
        CanonicalEvent[] events = [.. Enumerable.Range(0, random.Next(7)).Select(_ => DrawEvent(random, now))];
        Timestamp after = random.Next(4) == 0 ? now : new(now.EpochMilliseconds + random.NextInt64(-400_000_000, 400_000_000));
        long span = random.Next(6) switch
        {
            0 => random.NextInt64(120_000),
            1 => random.NextInt64(4_000_000),
            2 => 60_000L * random.Next(600),
            3 => random.NextInt64(86_400_000 * 8),
            4 => Math.Max(0, now.EpochMilliseconds - after.EpochMilliseconds),
            _ => random.NextInt64(86_400_000 * 2),
        };
        DecisionInput input = Questions.Stranger.With(events) with
        {
            Now = now,
            SendAfter = after,
            SendBefore = new(after.EpochMilliseconds + span),
            Channel = random.Next(3) == 0 ? "sms" : "email",
            Resolution = random.Next(4) == 0 ? DecisionResolution.Hour : DecisionResolution.Minute,
            HorizonMinutes = random.Next(3) == 0 ? random.Next(1, 200) : 60,
            LatencyHintSeconds = random.Next(2) == 0 ? random.NextDouble() * 3600 : null,
            Lane = random.Next(2) == 0 ? new LaneSummary(random.NextInt64(1_200_000), random.Next(1, 257)) : default,
            Priors = random.Next(2) == 0 ? Questions.EveningPriors : CurvePriors.Factory,
            EvidenceRing = random.Next(4) == 0 ? default : DrawRing(random, now),
            Arm = random.Next(3) == 0 ? (DecisionArm)random.Next(4) : DecisionArm.MinuteLatency,
            Urgent = random.Next(8) == 0,
            Clock = DrawClock(random, after),
            HeldTarget = random.Next(6) == 0 ? new(after.EpochMilliseconds + random.NextInt64(span + 1)) : null,
        };
        return (input, events);
    }

    /// <summary>UTC, an offset, or a clock that is put forward or back up to three times around the window.</summary>
    private static PersonClock DrawClock(Random random, Timestamp after)
    {
        List<ClockOffset> offsets = [];
        long from = after.EpochMinute - random.Next(2000);
        for (int i = random.Next(4); i > 0; i--)
        {
            offsets.Add(new ClockOffset(from, random.Next(-56, 57) * 15));
            from += random.Next(1, 3000);
        }

        return PersonClock.FromOffsets(offsets.ToArray());
    }

    private static CanonicalEvent DrawEvent(Random random, Timestamp now)
    {
        string type = Types[random.Next(Types.Length)];
        bool recent = random.Next(2) == 0;
        Timestamp at = new(now.EpochMilliseconds + (recent ? random.NextInt64(-7_200_000, 600_000) : random.NextInt64(-700_000_000, 80_000_000)));
        return Of(type, random.Next(4) == 0 ? Timestamp.FromEpochMinute(at.EpochMinute) : at, random.Next(3) == 0 ? "sms" : "email",
            random.Next(4) == 0 ? "soft" : "hard");
    }

    private static byte[] DrawRing(Random random, Timestamp now)
    {
        int[] habits = [.. Enumerable.Range(0, 3).Select(_ => random.Next(1440))];
        return Questions.Ring(Enumerable.Range(0, random.Next(1, 120)).Select(_ =>
            now.EpochMinute - random.Next(90 * 1440) / 1440 * 1440 + habits[random.Next(3)] + random.Next(-20, 20)));
    }
}
