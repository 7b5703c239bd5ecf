using SendFlowr.Model.Time;

namespace SendFlowr.Model.Rings;

/// <summary>Which clicks and opens a scanner made, told by the milliseconds of a person's newest messages; puts them into quarantine and takes them out.</summary>
/// <remarks>
/// A moment is a scanner's when it is within 2 s of a delivery of its message, or a click among four within 1 s. An entry that the list no
/// longer reaches is judged by the company it kept: as a scanner's when, of its kind, three messages or more in the list were scanned and they are
/// the greater part. So the classes are a pure function of both rings whatever the order of arrival, and a scanner does not turn into a
/// person when the list moves on. What the event itself says (machine) is not touched. Pure functions, thread-safe, allocate nothing.
/// </remarks>
public static class ScannerVerdicts
{
    private const int AtOnceMilliseconds = 2_000;
    private const int BurstClicks = 4;
    private const int BurstMilliseconds = 1_000;
    private const int LeastScannedMessages = 3;

    /// <summary>Judges the opens and clicks of an evidence ring; returns the least minute of an entry whose class changed, or −1.</summary>
    /// <param name="messages">The bytes of the person's <see cref="MessageRing"/>.</param>
    /// <param name="ring">The evidence ring.</param>
    /// <param name="count">Its entries.</param>
    public static int Apply(ReadOnlySpan<byte> messages, Span<byte> ring, int count)
    {
        Span<MessageMoment> moments = stackalloc MessageMoment[MessageRing.Capacity];
        moments = moments[..(messages.Length / MessageMoment.SizeBytes)];
        for (int i = 0; i < moments.Length; i++)
        {
            moments[i] = MessageRing.At(messages, i);
        }

        // So near the end of a full list the other half of a pair may be gone.
        long reach = moments.Length == MessageRing.Capacity ? moments[0].Place + AtOnceMilliseconds : 0;
        Span<bool> scanned = stackalloc bool[moments.Length];
        Judge(moments, scanned);
        if (!scanned.Contains(true) && !HasQuarantined(new RingView(ring, count)))
        {
            return -1;
        }

        bool beyondClicks = IsMostlyScanned(moments, scanned, MessageMomentKind.Click, reach);
        bool beyondOpens = IsMostlyScanned(moments, scanned, MessageMomentKind.Open, reach);
        int least = -1;
        RingView view = new(ring, count);
        for (int i = 0; i < count; i++)
        {
            RingEntry entry = view[i];
            EvidenceClass plain = EvidenceClasses.Base(entry.Class);
            if (plain is not (EvidenceClass.MessageClick or EvidenceClass.MessageOpen) || EvidenceClasses.IsMachine(entry.Class))
            {
                continue;
            }

            bool beyond = plain == EvidenceClass.MessageClick ? beyondClicks : beyondOpens;
            EvidenceClass verdict = Find(moments, scanned, entry, reach) ?? beyond ? EvidenceClasses.WithQuarantine(plain) : plain;
            if (verdict != entry.Class)
            {
                new RingEntry(entry.Minute, verdict, entry.Hash).Write(ring.Slice(i * RingEntry.SizeBytes, RingEntry.SizeBytes));
                least = least < 0 ? entry.Minute : Math.Min(least, entry.Minute);
            }
        }

        return least;
    }

    /// <summary>With nothing scanned there is no company either: then only entries in quarantine could change.</summary>
    private static bool HasQuarantined(RingView ring)
    {
        const int classByte = 3;
        ReadOnlySpan<byte> bytes = ring.Bytes;
        for (int at = classByte; at < bytes.Length; at += RingEntry.SizeBytes)
        {
            if ((EvidenceClass)(bytes[at] & (EvidenceClasses.Count - 1)) is EvidenceClass.MessageClickInQuarantine or EvidenceClass.MessageOpenInQuarantine)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says of each open and click whether a scanner made it.</summary>
    internal static void Judge(ReadOnlySpan<MessageMoment> moments, Span<bool> scanned)
    {
        Span<int> burst = stackalloc int[BurstClicks];
        int clicks = 0;
        for (int i = 0; i < moments.Length; i++)
        {
            MessageMoment moment = moments[i];
            if (moment.Kind == MessageMomentKind.Delivered)
            {
                continue;
            }

            scanned[i] |= IsAtOnce(moments, moment);
            if (moment.Kind != MessageMomentKind.Click)
            {
                continue;
            }

            burst[clicks % BurstClicks] = i;
            clicks++;
            if (clicks >= BurstClicks && moment.Milliseconds - moments[burst[clicks % BurstClicks]].Milliseconds <= BurstMilliseconds)
            {
                foreach (int click in burst)
                {
                    scanned[click] = true;
                }
            }
        }
    }

    /// <summary>Clocks of two systems differ, and some scanners are through before the delivery is told, so a little before counts too.</summary>
    private static bool IsAtOnce(ReadOnlySpan<MessageMoment> moments, MessageMoment moment)
    {
        for (int i = LowerBound(moments, moment.Milliseconds - AtOnceMilliseconds); i < moments.Length; i++)
        {
            MessageMoment other = moments[i];
            if (other.Place > moment.Milliseconds + AtOnceMilliseconds)
            {
                return false;
            }

            if (other.Kind == MessageMomentKind.Delivered && other.MessageHash == moment.MessageHash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Messages, not events: a scanner follows every link of a message, a person one.</summary>
    private static bool IsMostlyScanned(ReadOnlySpan<MessageMoment> moments, ReadOnlySpan<bool> scanned, MessageMomentKind kind, long reach)
    {
        int all = 0;
        int byScanner = 0;
        for (int i = 0; i < moments.Length; i++)
        {
            if (moments[i].Kind == kind && moments[i].Milliseconds >= reach && IsFirst(moments, i, reach))
            {
                all++;
                byScanner += scanned[i] ? 1 : 0;
            }
        }

        return byScanner >= LeastScannedMessages && 2 * byScanner > all;
    }

    private static bool IsFirst(ReadOnlySpan<MessageMoment> moments, int index, long reach)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if (moments[i].Kind == moments[index].Kind && moments[i].MessageHash == moments[index].MessageHash && moments[i].Milliseconds >= reach)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The verdict on what happened in the entry's minute; null when the list does not reach so far.</summary>
    private static bool? Find(ReadOnlySpan<MessageMoment> moments, ReadOnlySpan<bool> scanned, RingEntry entry, long reach)
    {
        bool isOpen = EvidenceClasses.Base(entry.Class) == EvidenceClass.MessageOpen;
        MessageMomentKind kind = isOpen ? MessageMomentKind.Open : MessageMomentKind.Click;
        long start = entry.Minute * Timestamp.MillisecondsPerMinute;
        long from = isOpen ? entry.Place * Timestamp.MillisecondsPerMinute : start;
        long until = isOpen ? from + 1 : start + Timestamp.MillisecondsPerMinute;
        bool? found = null;
        for (int i = LowerBound(moments, from); i < moments.Length && moments[i].Place < until; i++)
        {
            long at = moments[i].Milliseconds;
            if (moments[i].Kind == kind && moments[i].MessageHash == entry.Hash && at >= Math.Max(reach, start) && at < start + Timestamp.MillisecondsPerMinute)
            {
                found = found == true || scanned[i];
            }
        }

        return found;
    }

    private static int LowerBound(ReadOnlySpan<MessageMoment> moments, long place)
    {
        int low = 0;
        int high = moments.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (moments[middle].Place < place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
