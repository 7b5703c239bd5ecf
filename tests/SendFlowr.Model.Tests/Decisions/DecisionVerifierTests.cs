using System.Collections;
using System.Reflection;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

public class DecisionVerifierTests
{
    private static Decision Recorded => Morning.With(Of("payment_failed", Noon.Hours(-1)), Of("cart_add", Noon)).Decide();

    [Fact]
    public void the_same_question_gives_the_same_bits() => DecisionVerifier.Compare(Recorded, Recorded).ShouldBeEmpty();

    [Fact]
    public void the_id_of_a_decision_is_no_part_of_the_answer() =>
        DecisionVerifier.Compare(Recorded with { DecisionId = "d-1" }, Recorded).ShouldBeEmpty();

    [Fact]
    public void every_other_field_is_compared()
    {
        Decision recorded = Recorded;
        foreach (PropertyInfo field in typeof(Decision).GetProperties().Where(field => field.Name != nameof(Decision.DecisionId)))
        {
            Decision other = recorded with { };
            field.SetValue(other, Changed(field.GetValue(recorded), field.PropertyType));
            DecisionVerifier.Compare(recorded, other).ShouldNotBeEmpty(field.Name);
            DecisionVerifier.Compare(other, recorded).ShouldNotBeEmpty(field.Name);
        }
    }

    [Fact]
    public void every_part_of_a_list_entry_is_compared()
    {
        Decision recorded = Recorded;
        DecisionAlternative alternative = recorded.Alternatives[0];
        AppliedWeight weight = recorded.AppliedWeights[0];
        BreakerInterval breaker = recorded.Breakers[0];
        Fields(recorded with { Alternatives = [alternative with { Score = Math.BitIncrement(alternative.Score) }, .. recorded.Alternatives.Skip(1)] })
            .ShouldBe(["alternatives[0].score"]);
        Fields(recorded with { Alternatives = [alternative with { Target = Noon }, .. recorded.Alternatives.Skip(1)] })
            .ShouldBe(["alternatives[0].target_timestamp_utc"]);
        Fields(recorded with { AppliedWeights = [weight with { Weight = 0 }, .. recorded.AppliedWeights.Skip(1)] })
            .ShouldBe(["applied_weights[0].weight"]);
        Fields(recorded with { AppliedWeights = [weight with { Signal = "x" }, .. recorded.AppliedWeights.Skip(1)] })
            .ShouldBe(["applied_weights[0].signal"]);
        Fields(recorded with { Breakers = [breaker with { Until = null }] }).ShouldBe(["breakers[0].until"]);
        Fields(recorded with { Breakers = [breaker with { From = Noon }] }).ShouldBe(["breakers[0].from"]);
        Fields(recorded with { Breakers = [breaker with { Signal = "x" }] }).ShouldBe(["breakers[0].signal"]);
    }

    [Fact]
    public void doubles_are_compared_by_their_bits()
    {
        Decision recorded = Recorded;
        DecisionDifference difference = DecisionVerifier.Compare(recorded with { Score = 0.0 }, recorded with { Score = -0.0 }).ShouldHaveSingleItem();
        difference.ShouldBe(new DecisionDifference("score", "0 (0x0000000000000000)", "-0 (0x8000000000000000)"));
        Fields(recorded with { Score = Math.BitIncrement(recorded.Score) }).ShouldBe(["score"]);
        DecisionVerifier.Compare(recorded with { Score = double.NaN }, recorded with { Score = double.NaN }).ShouldBeEmpty();
    }

    [Fact]
    public void a_missing_entry_is_told_with_an_empty_side()
    {
        Decision recorded = Recorded;
        Decision shorter = recorded with { Breakers = [] };
        DecisionVerifier.Compare(recorded, shorter).ShouldAllBe(difference => difference.Recomputed.Length == 0);
        DecisionVerifier.Compare(shorter, recorded).ShouldAllBe(difference => difference.Recorded.Length == 0);
    }

    private static IEnumerable<string> Fields(Decision other) =>
        DecisionVerifier.Compare(Recorded, other).Select(difference => difference.Field);

    private static object? Changed(object? value, Type type) => value switch
    {
        null => type == typeof(string) ? "x" : type == typeof(Timestamp?) ? Noon : throw new InvalidOperationException("the recorded decision must fill every other field"),
        string text => text + "x",
        int number => number + 1,
        long number => number + 1,
        double number => Math.BitIncrement(number),
        bool flag => !flag,
        Timestamp time => new Timestamp(time.EpochMilliseconds + 1),
        DecisionPath => DecisionPath.Fallback,
        DecisionResolution => DecisionResolution.Hour,
        DecisionArm => DecisionArm.Hour,
        LatencySource => LatencySource.Hint,
        IEnumerable => Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])),
        _ => throw new InvalidOperationException($"no changed value of {type} is known"),
    };
}
