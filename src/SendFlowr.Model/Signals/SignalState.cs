using SendFlowr.Model.Events;

namespace SendFlowr.Model.Signals;

/// <summary>A person's signal memory as a compact binary row: the newest time of every signal, by channel where that matters.</summary>
/// <remarks>
/// The row is a pure function of the set of events applied: any order and any repetition of them give the same bytes. Of a
/// breaker that needs n events the newest n different milliseconds are kept, of everything else the newest one. About 10 bytes
/// a signal and 2 + name a channel. Channels are told apart without regard to the case of A–Z; 16 have a memory of their own,
/// further names (those that sort last) share one in which a leaving is final. An event without a channel concerns all.
/// Stateless; safe for all threads.
/// </remarks>
public static class SignalState
{
    /// <summary>Most bytes one event can add to a row: a name and two entries, or a first header.</summary>
    public const int MaxGrowthBytes = 64;

    private const long MaxTimeMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    /// <summary>Takes one event into the row.</summary>
    /// <param name="rules">Which event types are signals.</param>
    /// <param name="value">Any canonical event; one that is no signal changes nothing.</param>
    /// <param name="row">The row's bytes with at least <see cref="MaxGrowthBytes"/> of room behind them.</param>
    /// <param name="length">Bytes in use, 0 for a person without signals; changed with the row.</param>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="ArgumentException">Too little room, or a time outside the years 1970 to 9999.</exception>
    /// <exception cref="InvalidDataException">The row is of a later version, or damaged.</exception>
    public static bool Apply(SignalRules rules, CanonicalEvent value, Span<byte> row, ref int length)
    {
        ReadOnlySpan<SignalMemory> memories = rules.MemoriesOf(value.EventType);
        if (memories.IsEmpty)
        {
            return false;
        }

        if (row.Length < length + MaxGrowthBytes)
        {
            throw new ArgumentException(
                $"The buffer holds {row.Length} bytes, a row of {length} may need {length + MaxGrowthBytes}: enlarge it.", nameof(row));
        }

        long time = value.OccurredAt.EpochMilliseconds;
        if (time is < 0 or > MaxTimeMilliseconds)
        {
            throw new ArgumentOutOfRangeException(nameof(value), time, "A signal must lie in the years 1970 to 9999: reject the event before.");
        }

        SignalRowWriter writer = new(rules, row, length);
        bool changed = false;
        foreach (SignalMemory memory in memories)
        {
            if (!memory.Matches(value))
            {
                continue;
            }

            byte slot = memory.PerChannel ? writer.TakeSlot(memory.FixedChannel ?? value.Channel) : SignalRowLayout.PersonSlot;
            if (!(memory.NeedsOwnChannel && slot == SignalRowLayout.SharedSlot))
            {
                changed |= writer.Insert(slot, memory.Id, time);
            }
        }

        length = writer.Length;
        return changed;
    }
}
