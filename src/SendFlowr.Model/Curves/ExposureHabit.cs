using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>How exposed a person is to messages by the time of the UTC day: what an answer at that time has to be divided by.</summary>
/// <remarks>
/// A delivery exposes for some hours: s(u) is half an exponential of mean 1 hour, half one of mean 8 hours. H(k), the mean of s over the deliveries
/// of the ring at cell k of five minutes (wrapped around the day), has mean 1 over the day; an answer in cell k counts
/// 1/H'(k) within 1/8 … 4, H' = (n H + 2)/(n + 2) of n deliveries. Whoever always gets mail at 9:00 is heard at 9:05 with less than a
/// fourth, and at midnight with more than all. A reusable buffer that allocates nothing after construction; not thread-safe.
/// </remarks>
internal sealed class ExposureHabit
{
    /// <summary>So many deliveries, spread evenly over the day, are assumed beside the known ones.</summary>
    private const double EvenDeliveries = 2;

    private const double LeastFactor = 0.125;
    private const double MostFactor = 4;
    private const double FreshMinutes = 60;
    private const double LaterMinutes = 480;

    private static readonly double[] FreshPowers = Powers(FreshMinutes);
    private static readonly double[] LaterPowers = Powers(LaterMinutes);

    private readonly int[] _deliveries = new int[WeekGrid.CellsPerDay];
    private readonly double[] _factors = new double[WeekGrid.CellsPerDay];
    private int _count;
    private bool _isFilled;

    /// <summary>Takes the deliveries of a ring before a minute; sends and other entries are no exposure.</summary>
    public void Read(RingView deliveries, long beforeMinute)
    {
        _isFilled = false;
        if (_count > 0)
        {
            _deliveries.AsSpan().Clear();
            _count = 0;
        }

        for (int i = 0; i < deliveries.Count; i++)
        {
            RingEntry entry = deliveries[i];
            if (entry.Class == EvidenceClass.Delivered && entry.Minute < beforeMinute)
            {
                _deliveries[CellOf(entry.Minute)]++;
                _count++;
            }
        }
    }

    /// <summary>What an answer at a minute counts, 1/8 … 4; exactly 1 without deliveries.</summary>
    /// <param name="minute">Since 1970-01-01T00:00Z.</param>
    public double FactorAt(int minute)
    {
        if (_count == 0)
        {
            return 1;
        }

        if (!_isFilled)
        {
            Fill();
            _isFilled = true;
        }

        return _factors[CellOf(minute)];
    }

    private static int CellOf(int minute) => UtcDay.MinuteWithin(minute) / WeekGrid.MinutesPerCell;

    /// <summary>From cell to cell both exponentials only fade and take what is delivered, once they begin with what the day before left.</summary>
    private void Fill()
    {
        double freshFade = FreshPowers[1];
        double laterFade = LaterPowers[1];
        double fresh = 0;
        double later = 0;
        for (int cell = 0; cell < WeekGrid.CellsPerDay; cell++)
        {
            int age = WeekGrid.CellsPerDay - 1 - cell;
            fresh += _deliveries[cell] * FreshPowers[age];
            later += _deliveries[cell] * LaterPowers[age];
        }

        fresh /= 1 - FreshPowers[^1];
        later /= 1 - LaterPowers[^1];
        double freshShare = 0.5 * WeekGrid.CellsPerDay * (1 - freshFade);
        double laterShare = 0.5 * WeekGrid.CellsPerDay * (1 - laterFade);
        for (int cell = 0; cell < WeekGrid.CellsPerDay; cell++)
        {
            fresh = (fresh * freshFade) + _deliveries[cell];
            later = (later * laterFade) + _deliveries[cell];
            double exposure = (fresh * freshShare) + (later * laterShare);
            _factors[cell] = Math.Clamp((_count + EvenDeliveries) / (exposure + EvenDeliveries), LeastFactor, MostFactor);
        }
    }

    /// <summary>What is left after 0 … 288 cells.</summary>
    private static double[] Powers(double meanMinutes)
    {
        double[] powers = new double[WeekGrid.CellsPerDay + 1];
        for (int cells = 0; cells < powers.Length; cells++)
        {
            powers[cells] = DeterministicMath.Exp(-cells * WeekGrid.MinutesPerCell / meanMinutes);
        }

        return powers;
    }
}
