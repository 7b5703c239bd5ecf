using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Signals;

/// <summary>What a signal row means for one channel at one decision time: the hot paths in force and the breakers in scope.</summary>
/// <remarks>
/// P_final(t) = P_base(t) × ∏(1 + ω(t)), suppression dominating. ω(t) = peak · exp(−(t − s)/decay) for minutes t from the
/// minute of now to active minutes after it, for each hot path whose newest event s has an age of 0 … window at decision time;
/// the product is bounded. Reusable and free of allocation once warm; not thread-safe.
/// </remarks>
public sealed class SignalEvaluation
{
    private HotPathInForce[] _hotPaths = new HotPathInForce[16];
    private BreakerInterval[] _breakers = new BreakerInterval[16];
    private int _hotPathCount;
    private int _breakerCount;
    private SignalRules _rules = SignalRules.Factory;
    private long _nowMinute;
    private Timestamp _now;

    /// <summary>In the order of the rules; of several spellings of one signal the newest, the first of equals.</summary>
    public ReadOnlySpan<HotPathInForce> HotPaths => _hotPaths.AsSpan(0, _hotPathCount);

    /// <summary>Every known interval, past and future ones too, in the order of the rules, leavings of the channel last.</summary>
    public ReadOnlySpan<BreakerInterval> Breakers => _breakers.AsSpan(0, _breakerCount);

    /// <summary>Reads a row.</summary>
    /// <param name="signalRules">The rules in force.</param>
    /// <param name="row">A row of <see cref="SignalState"/>; empty when the person has no signals.</param>
    /// <param name="channel">The channel asked about.</param>
    /// <param name="now">Decision time.</param>
    public void Evaluate(SignalRules signalRules, ReadOnlySpan<byte> row, string channel, Timestamp now)
    {
        _rules = signalRules;
        _now = now;
        _nowMinute = now.EpochMinute;
        _hotPathCount = _breakerCount = 0;
        SignalRowReader reader = new(row);
        byte? slot = channel.Length == 0 ? null : reader.SlotOf(channel);
        for (int i = 0; i < _rules.HotPaths.Count; i++)
        {
            AddHotPath(reader, _rules.HotPaths[i], now);
        }

        for (int i = 0; i < _rules.Breakers.Count; i++)
        {
            BreakerRule rule = _rules.Breakers[i];
            AddBreaker(reader, rule, SignalRowLayout.PersonSlot);
            if (rule.Scope == BreakerScope.Channel && slot is { } own)
            {
                AddBreaker(reader, rule, own);
            }
        }

        AddLeaving(reader, SignalRowLayout.PersonSlot, slot);
        if (slot is { } channelSlot)
        {
            AddLeaving(reader, channelSlot, null);
        }
    }

    /// <summary>The bounded ∏(1 + ω) of a minute; 1 outside the minutes in which hot paths count.</summary>
    public double FactorAt(long epochMinute)
    {
        long ahead = epochMinute - _nowMinute;
        if (_hotPathCount == 0 || ahead < 0 || ahead > (long)_rules.Active.TotalMinutes)
        {
            return 1;
        }

        double product = 1;
        Timestamp time = Timestamp.FromEpochMinute(epochMinute);
        foreach (ref readonly HotPathInForce hotPath in HotPaths)
        {
            product *= 1 + Weight(hotPath.At, time);
        }

        return Math.Min(product, _rules.ProductBound);
    }

    /// <summary>Index in <see cref="Breakers"/> of the first one active at the instant; −1 when there is none.</summary>
    public int BreakerAt(Timestamp time)
    {
        for (int i = 0; i < _breakerCount; i++)
        {
            if (_breakers[i].IsActiveAt(time))
            {
                return i;
            }
        }

        return -1;
    }

    private void AddHotPath(SignalRowReader reader, HotPathRule rule, Timestamp now)
    {
        HotPathRule? newestRule = null;
        long newest = long.MinValue;
        for (int i = 0; i < _rules.HotPaths.Count; i++)
        {
            HotPathRule spelling = _rules.HotPaths[i];
            if (spelling.CountsAs == rule.Signal && reader.NewestOf(SignalRowLayout.PersonSlot, spelling.Id) is { } time && time > newest)
            {
                newestRule = spelling;
                newest = time;
            }
        }

        if (newestRule is null || now.EpochMilliseconds < newest || now.EpochMilliseconds - newest > newestRule.Window.TotalMilliseconds)
        {
            return;
        }

        Timestamp at = new(newest);
        Add(ref _hotPaths, ref _hotPathCount, new HotPathInForce(newestRule.Signal, at, Weight(at, now)));
    }

    /// <summary>
    /// A breaker holds from the moment it is known: an event dated ahead of the clock (a wrong zone, a fast clock) must not leave a gap
    /// before it into which a send could be pulled.
    /// </summary>
    private Timestamp KnownFrom(Timestamp occurred) => occurred > _now ? _now : occurred;

    private void AddBreaker(SignalRowReader reader, BreakerRule rule, byte slot)
    {
        int first = reader.FirstOf(slot, rule.Id);
        int end = reader.EndOf(slot, rule.Id, first);
        if (end - first < rule.Repeats)
        {
            return;
        }

        long newest = reader.TimeAt(end - 1);
        if (newest - reader.TimeAt(end - rule.Repeats) > rule.RepeatsWithin.TotalMilliseconds)
        {
            return;
        }

        Timestamp from = new(newest);
        Add(ref _breakers, ref _breakerCount, new BreakerInterval(rule.Signal, KnownFrom(from), rule.Duration is { } duration ? from.Plus(duration) : null));
    }

    /// <summary>A leaving in the slot, which a strictly later return to it, or to the other slot, ends.</summary>
    private void AddLeaving(SignalRowReader reader, byte slot, byte? otherSlot)
    {
        SubscriptionRule pair = _rules.Subscription;
        if (reader.NewestOf(slot, pair.UnsubscribedId) is not { } left)
        {
            return;
        }

        long? back = After(left, reader.NewestOf(slot, pair.SubscribedId));
        long? otherBack = otherSlot is { } other ? After(left, reader.NewestOf(other, pair.SubscribedId)) : null;
        long? until = back is null || otherBack < back ? otherBack ?? back : back;
        Add(ref _breakers, ref _breakerCount, new BreakerInterval(pair.Unsubscribed, KnownFrom(new(left)), until is { } end ? new Timestamp(end) : null));
    }

    private static long? After(long left, long? back) => back > left ? back : null;

    private double Weight(Timestamp at, Timestamp time)
    {
        // The minute of now may begin before the event.
        double age = Math.Max(0, time.EpochMilliseconds - at.EpochMilliseconds);
        return _rules.Peak * DeterministicMath.Exp(-age / _rules.Decay.TotalMilliseconds);
    }

    private static void Add<T>(ref T[] list, ref int count, T value)
    {
        if (count == list.Length)
        {
            Array.Resize(ref list, 2 * count);
        }

        list[count++] = value;
    }
}
