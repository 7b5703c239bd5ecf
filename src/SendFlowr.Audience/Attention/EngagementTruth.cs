using SendFlowr.Audience.People;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Attention;

/// <summary>What is true of one person: the chance of engaging with a message by the minute (UTC) of its arrival.</summary>
/// <remarks>
/// A person looks at a message like a Poisson process of intensity g·α(t + u)·s(u) at age u, and engages with the first look. So
/// P(engages within h | arrives at t) = 1 − exp(−g·A_h(t)), A_h(t) = ∫₀ʰ α(t + u) s(u) du. Exact for arrivals at the start of a minute.
/// Reuse one: it holds 240 KB. Not thread-safe while it is built.
/// </remarks>
public sealed class EngagementTruth
{
    private static readonly double FreshDecay = DeterministicMath.Exp(-1 / Salience.FreshMeanMinutes);
    private static readonly double LaterDecay = DeterministicMath.Exp(-1 / Salience.LaterMeanMinutes);

    private readonly double[] _attention = new double[MinuteOfWeek.MinutesPerWeek];
    private readonly double[] _fresh = new double[MinuteOfWeek.MinutesPerWeek];
    private readonly double[] _later = new double[MinuteOfWeek.MinutesPerWeek];
    private double _engagement;
    private int? _horizonMinutes;

    /// <summary>Takes over a person.</summary>
    /// <param name="person">Whose truth.</param>
    /// <param name="horizonMinutes">Engagement counts until so long after the arrival; null: whenever it comes.</param>
    public void Build(SimulatedPerson person, int? horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(person);
        _engagement = person.Engagement;
        _horizonMinutes = horizonMinutes;
        for (int minute = 0; minute < _attention.Length; minute++)
        {
            _attention[minute] = person.Attention.At(MinuteOfWeek.Wrap(minute + person.UtcOffsetMinutes));
        }

        Integrate(_attention, FreshDecay, _fresh);
        Integrate(_attention, LaterDecay, _later);
    }

    /// <summary>The chance of engaging with a message that arrives at the beginning of a minute, 0 … 1.</summary>
    public double ChanceAt(MinuteOfWeek arrival) => 1 - DeterministicMath.Exp(-_engagement * Mass(arrival.Value));

    /// <summary>The best minute of a window, the earliest of equals.</summary>
    /// <param name="first">The first minute.</param>
    /// <param name="count">How many minutes, 1 or more; after a week the minutes repeat.</param>
    public MinuteOfWeek BestMinute(MinuteOfWeek first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        MinuteOfWeek best = first;
        double most = Mass(first.Value);
        for (int i = 1; i < Math.Min(count, MinuteOfWeek.MinutesPerWeek); i++)
        {
            MinuteOfWeek minute = first.Plus(i);
            double mass = Mass(minute.Value);
            if (mass > most)
            {
                (best, most) = (minute, mass);
            }
        }

        return best;
    }

    /// <summary>A_h: g times it is the expected number of looks.</summary>
    private double Mass(int minute)
    {
        double fresh = _fresh[minute];
        double later = _later[minute];
        if (_horizonMinutes is { } horizon)
        {
            int end = (minute + horizon) % MinuteOfWeek.MinutesPerWeek;
            fresh -= DeterministicMath.Exp(-horizon / Salience.FreshMeanMinutes) * _fresh[end];
            later -= DeterministicMath.Exp(-horizon / Salience.LaterMeanMinutes) * _later[end];
        }

        return (Salience.FreshShare * fresh) + ((1 - Salience.FreshShare) * later);
    }

    /// <summary>
    /// F(t) = ∫₀^∞ α(t + u)·e^(−u/τ)/τ du for every minute, backward from F(t) = α(t)(1 − e^(−1/τ)) + e^(−1/τ) F(t + 1). The first rounds
    /// around the week only find the end's value: after two weeks less than 1e-12 of any start is left.
    /// </summary>
    private static void Integrate(ReadOnlySpan<double> attention, double decay, Span<double> into)
    {
        const int rounds = 3;
        double next = 1;
        for (int round = 0; round < rounds; round++)
        {
            for (int minute = attention.Length - 1; minute >= 0; minute--)
            {
                next = (attention[minute] * (1 - decay)) + (decay * next);
                into[minute] = next;
            }
        }
    }
}
