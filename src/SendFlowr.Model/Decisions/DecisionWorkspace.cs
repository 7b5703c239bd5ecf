using SendFlowr.Model.Curves;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Everything a decision is computed in, about 300 KB: one for each thread that decides, reused for every decision.</summary>
/// <remarks>Holds nothing between decisions that changes one. Not thread-safe.</remarks>
public sealed class DecisionWorkspace
{
    private const int MinutesPerHour = 60;
    private const int HoursPerWeek = 168;

    /// <summary>Of so many minutes the parts of the curve are told.</summary>
    private const int PartsMinutes = 5;

    private readonly double[] _steps = new double[HoursPerWeek];
    private readonly ArrivalValues _minutes = new();
    private readonly ArrivalValues _stepped = new();
    private readonly CandidateScores _week = new();
    private readonly CurveShares _shares = new();

    internal EvidenceState Evidence { get; } = new();

    internal CurvePerson Person { get; } = new();

    internal PersonWeek Curve { get; } = new();

    internal SignalEvaluation Signals { get; } = new();

    internal CandidateSearch Search { get; } = new();

    /// <summary>The first minute of the week with the most mass over the horizon; 0 when every minute is worth the same.</summary>
    internal int PeakMinute { get; private set; }

    /// <summary>Builds the person's curve and signals and returns what each minute of the week is worth at the resolution asked for.</summary>
    internal ArrivalValues Prepare(DecisionInput input)
    {
        ReadOnlySpan<byte> ring = input.EvidenceRing.Span;
        ReadOnlySpan<byte> deliveries = input.DeliveryRing.Span;
        Evidence.Read(
            new RingView(ring, ring.Length / RingEntry.SizeBytes), new RingView(deliveries, deliveries.Length / RingEntry.SizeBytes), input.EvidenceWeights);
        Signals.Evaluate(input.Rules, input.SignalRow.Span, input.Channel, input.Now);
        if (IsFallback(input))
        {
            PeakMinute = 0;
            _stepped.SetSteps([(double)input.HorizonMinutes / MinuteOfWeek.MinutesPerWeek]);
            return _stepped;
        }

        Person.Read(Evidence, input.Clock, input.Priors);
        Curve.Build(Person);
        _minutes.SetHorizon(Curve.Total, input.HorizonMinutes);
        _week.SetWeek(_minutes);
        double greatest = double.NegativeInfinity;
        PeakMinute = _week.BestOf(0, MinuteOfWeek.MinutesPerWeek, ref greatest);
        if (!input.IsHourly)
        {
            return _minutes;
        }

        Curve.Total.ToSlots(_steps);
        _stepped.SetSteps(_steps);
        return _stepped;
    }

    /// <summary>Every minute is worth the same: nothing is known of the person or the population, or nothing of it is to be used.</summary>
    internal bool IsFallback(DecisionInput input) =>
        input.Urgent || input.Arm == DecisionArm.Fixed || (Evidence.Count == 0 && input.Priors.Events == 0);

    /// <summary>Calibrated chance of engaging within the horizon from the target on.</summary>
    internal double Chance(Timestamp target, DecisionInput input)
    {
        double mass = Curve.Total.Mass(input.Clock.MinuteOfWeekAt(target.EpochMinute), input.HorizonMinutes);
        return input.Priors.Chances.Chance(EngagementChance.Raw(ActivityRate.HoursPerWeek(Evidence, input.Now.EpochMinute), Math.Min(1, mass)));
    }

    /// <summary>The parts of the curve in the middle of the stretch that made the target worth choosing: each minute more costs, and says the same.</summary>
    internal IReadOnlyList<CurvePartShare> PartsOf(Timestamp target, DecisionInput input)
    {
        (MinuteOfWeek start, int minutes) = StretchOf(target, input);
        _shares.Measure(Person, Curve, start.Plus((minutes - PartsMinutes) / 2), PartsMinutes);
        return _shares.ToList();
    }

    /// <summary>The stretch of the week whose mass made the target worth choosing, in the person's clock.</summary>
    internal static (MinuteOfWeek Start, int Minutes) StretchOf(Timestamp target, DecisionInput input)
    {
        MinuteOfWeek minute = input.Clock.MinuteOfWeekAt(target.EpochMinute);
        return input.IsHourly ? (new MinuteOfWeek(minute.Value - (minute.Value % MinutesPerHour)), MinutesPerHour) : (minute, input.HorizonMinutes);
    }

    /// <summary>The person's own share of the mass that made the target worth choosing.</summary>
    internal double OwnShare(Timestamp target, DecisionInput input)
    {
        (MinuteOfWeek start, int minutes) = StretchOf(target, input);
        return Curve.OwnShare(start, minutes);
    }
}
