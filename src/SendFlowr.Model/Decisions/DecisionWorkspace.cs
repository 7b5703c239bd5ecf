using SendFlowr.Model.Curves;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Everything a decision is computed in, about 1 MB: one for each thread that decides, reused for every decision.</summary>
/// <remarks>Holds nothing between decisions that changes one. Not thread-safe.</remarks>
public sealed class DecisionWorkspace
{
    private const int MinutesPerHour = 60;
    private const int HoursPerWeek = 168;

    private readonly double[] _masses = new double[MinuteOfWeek.MinutesPerWeek];
    private readonly double[] _hours = new double[HoursPerWeek];
    private readonly double[] _hourValues = new double[MinuteOfWeek.MinutesPerWeek];
    private readonly HorizonScratch _scratch = new();

    internal EvidenceState Evidence { get; } = new();

    internal EmpiricalBayesCurve Curve { get; } = new();

    internal SignalEvaluation Signals { get; } = new();

    internal CandidateSearch Search { get; } = new();

    /// <summary>Mass of P_base over the horizon from every minute of the week on.</summary>
    internal ReadOnlySpan<double> Masses => _masses;

    /// <summary>Builds the person's curve and signals and returns what each minute of the week is worth at the resolution asked for.</summary>
    internal ReadOnlySpan<double> Prepare(DecisionInput input)
    {
        ReadOnlySpan<byte> ring = input.EvidenceRing.Span;
        Evidence.Read(new RingView(ring, ring.Length / RingEntry.SizeBytes), input.EvidenceWeights);
        Curve.Build(Evidence, PersonClock.Utc, input.Priors.Population);
        Signals.Evaluate(input.Rules, input.SignalRow.Span, input.Channel, input.Now);
        if (IsFallback(input))
        {
            // Uniform to the bit, so that the earliest candidate wins and not a rounding.
            _masses.AsSpan().Fill((double)input.HorizonMinutes / MinuteOfWeek.MinutesPerWeek);
            return _masses;
        }

        Curve.Total.HorizonMasses(input.HorizonMinutes, _masses, _scratch);
        if (!input.IsHourly)
        {
            return _masses;
        }

        Curve.Total.ToSlots(_hours);
        for (int minute = 0; minute < _hourValues.Length; minute++)
        {
            _hourValues[minute] = _hours[minute / MinutesPerHour];
        }

        return _hourValues;
    }

    /// <summary>Every minute is worth the same: nothing is known of the person or the population, or nothing of it is to be used.</summary>
    internal bool IsFallback(DecisionInput input) =>
        input.Urgent || input.Arm == DecisionArm.Fixed || (Evidence.Count == 0 && input.Priors.Events == 0);

    /// <summary>The first minute of the week with the most mass over the horizon.</summary>
    internal int PeakMinute()
    {
        int peak = 0;
        for (int minute = 1; minute < _masses.Length; minute++)
        {
            peak = _masses[minute] > _masses[peak] ? minute : peak;
        }

        return peak;
    }

    /// <summary>The person's own share of the mass that made the target worth choosing.</summary>
    internal double OwnShare(MinuteOfWeek target, DecisionInput input) => !input.IsHourly
        ? Curve.OwnShare(target, input.HorizonMinutes)
        : Curve.OwnShare(new MinuteOfWeek(target.Value - (target.Value % MinutesPerHour)), MinutesPerHour);
}
