using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A person's evidence with its votes, read from the ring: what every personal curve is a sum over.</summary>
/// <remarks>
/// Vote v_i = e_i/√max(1, Σ e of the entries of that UTC day in the ring), e the weight of the class; entries of weight 0 are left out.
/// Where deliveries are known, e of an answer to a message is taken times its factor of exposure (1/8 … 4), so that a vote may reach 2.
/// A reusable buffer that allocates nothing after construction; not thread-safe.
/// </remarks>
public sealed class EvidenceState
{
    private const double MinutesPerDay = UtcDay.Minutes;

    private readonly int[] _minutes = new int[EvidenceRing.Capacity];
    private readonly double[] _votes = new double[EvidenceRing.Capacity];
    private readonly double[] _weights = new double[EvidenceRing.Capacity];
    private readonly ExposureHabit _exposure = new();

    /// <summary>Entries of positive weight, 0 … 256.</summary>
    public int Count { get; private set; }

    /// <summary>Minutes since 1970-01-01T00:00Z; ascending by day, not always within a day.</summary>
    public ReadOnlySpan<int> Minutes => _minutes.AsSpan(0, Count);

    /// <summary>v_i, in (0, 1]; with known deliveries in (0, 2].</summary>
    public ReadOnlySpan<double> Votes => _votes.AsSpan(0, Count);

    /// <summary>e_i, the weight of the entry's class, in (0, 1], whatever the exposure.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    /// <summary>The newest entry's minute; −1 without any.</summary>
    public int NewestMinute { get; private set; }

    /// <summary>The oldest entry's minute; −1 without any.</summary>
    public int OldestMinute { get; private set; }

    /// <summary>Reads a ring without knowledge of deliveries: as it stands, or as of a day's start.</summary>
    /// <param name="ring">The evidence ring.</param>
    /// <param name="weights">e of each class.</param>
    /// <param name="beforeMinute">Only entries before this minute; the default takes all. A state of the past is exact for a UTC midnight.</param>
    public void Read(RingView ring, EvidenceWeights weights, long beforeMinute = long.MaxValue) =>
        Read(ring, default, weights, beforeMinute);

    /// <summary>Reads both rings; without deliveries the same bits as without their ring.</summary>
    /// <param name="ring">The evidence ring.</param>
    /// <param name="deliveries">The delivery ring.</param>
    /// <param name="weights">e of each class.</param>
    /// <param name="beforeMinute">Only entries and deliveries before this minute.</param>
    public void Read(RingView ring, RingView deliveries, EvidenceWeights weights, long beforeMinute = long.MaxValue)
    {
        _exposure.Read(deliveries, beforeMinute);
        ReadPlaces(ring, weights, 0, beforeMinute);
    }

    /// <summary>Reads only the entries of one UTC day, without knowledge of deliveries; their votes are those of the whole ring.</summary>
    public void ReadDay(RingView ring, EvidenceWeights weights, long day) => ReadDay(ring, default, weights, day);

    /// <summary>Reads only the entries of one UTC day, with the deliveries up to its end.</summary>
    public void ReadDay(RingView ring, RingView deliveries, EvidenceWeights weights, long day)
    {
        long end = UtcDay.StartMinute(day + 1);
        _exposure.Read(deliveries, end);
        ReadPlaces(ring, weights, UtcDay.StartMinute(day), end);
    }

    /// <summary>w_i(H) = v_i · 2^(−(t_newest − t_i)/H) for every entry; returns their sum N_H.</summary>
    public double Decayed(double halfLifeDays, Span<double> decayed)
    {
        double perMinute = 1 / (halfLifeDays * MinutesPerDay);
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            decayed[i] = _votes[i] * DeterministicMath.Exp2((_minutes[i] - NewestMinute) * perMinute);
            sum += decayed[i];
        }

        return sum;
    }

    private void ReadPlaces(RingView ring, EvidenceWeights weights, long fromMinute, long beforeMinute)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Count = 0;
        NewestMinute = -1;
        OldestMinute = -1;
        int end = ring.IndexOfPlace(beforeMinute);
        int index = ring.IndexOfPlace(fromMinute);
        while (index < end)
        {
            index = ReadDayFrom(ring, weights, index, end);
        }
    }

    /// <summary>Reads the entries of one UTC day, which stand together; returns the index after them.</summary>
    private int ReadDayFrom(RingView ring, EvidenceWeights weights, int start, int end)
    {
        long day = UtcDay.OfMinute(ring[start].Minute);
        int first = Count;
        double sum = 0;
        int index = start;
        for (; index < end; index++)
        {
            RingEntry entry = ring[index];
            if (UtcDay.OfMinute(entry.Minute) != day)
            {
                break;
            }

            double weight = weights[entry.Class];
            if (weight > 0)
            {
                _minutes[Count] = entry.Minute;
                _weights[Count] = weight;
                double exposed = EvidenceClasses.IsAnswer(entry.Class) ? weight * _exposure.FactorAt(entry.Minute) : weight;
                _votes[Count++] = exposed;
                sum += exposed;
                NewestMinute = Math.Max(NewestMinute, entry.Minute);
                OldestMinute = OldestMinute < 0 ? entry.Minute : Math.Min(OldestMinute, entry.Minute);
            }
        }

        double scale = 1 / Math.Sqrt(Math.Max(1, sum));
        for (int i = first; i < Count; i++)
        {
            _votes[i] *= scale;
        }

        return index;
    }
}
