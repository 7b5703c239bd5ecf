using System.Buffers;
using System.Globalization;
using System.Text;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Bench;

/// <summary>
/// Canonical events as NDJSON, reproducible from a seed: people with a habitual minute of day, sends in the morning, deliveries
/// some seconds later, opens, clicks and visits around the habit. For measuring throughput, not for judging curves.
/// </summary>
public sealed class SyntheticFeed
{
    private const long StartMilliseconds = 1_767_225_600_000; // 2026-01-01T00:00:00Z, a Thursday
    private const int Days = 90;
    private const int MaxLineBytes = 512;

    private readonly long _people;
    private readonly ulong _seed;

    /// <param name="people">Number of people, 1 or more.</param>
    /// <param name="seed">Any number; the same seed gives the same bytes.</param>
    public SyntheticFeed(long people, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        _people = people;
        _seed = seed;
    }

    /// <summary>The instant behind the last event.</summary>
    public static Timestamp End { get; } = new(StartMilliseconds + (Days * Timestamp.MillisecondsPerDay));

    /// <summary>Appends the event with the given index and a line feed; times rise with the index over 90 days.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="index">0 to <paramref name="total"/> − 1.</param>
    /// <param name="total">Number of events of the whole feed.</param>
    public void WriteLine(IBufferWriter<byte> output, long index, long total)
    {
        ulong chance = Mix(_seed ^ Mix((ulong)index));
        long person = (long)(Mix(chance) % (ulong)_people);
        ulong habit = Mix(_seed + Mix((ulong)person));
        long day = index * Days / total;
        (string type, bool message) = Kind(chance & 0xff);
        long minute = type is "sent" or "delivered" ? 480 + (long)((chance >> 8) % 60) : HabitMinute(habit, chance);
        long at = StartMilliseconds + (day * 86_400_000) + (minute * 60_000) + (long)((chance >> 24) % 60_000);

        Span<byte> line = output.GetSpan(MaxLineBytes);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_id":"e{{index}}","event_type":"{{type}}","occurred_at":{{at}},"provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"person{{person}}@example.com"},{"type":"klaviyo_id","value":"K{{person}}"}]""");
        int length = Encoding.UTF8.GetBytes(text, line);
        if (message)
        {
            length += Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"message_id\":\"m{person}-{day}\""), line[length..]);
        }

        if (type == "delivered")
        {
            long sent = at - 2_000 - (long)((chance >> 40) % 20_000);
            length += Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $",\"sent_at\":{sent},\"delivered_at\":{at}"), line[length..]);
        }

        line[length++] = (byte)'}';
        line[length++] = (byte)'\n';
        output.Advance(length);
    }

    private static (string Type, bool Message) Kind(ulong draw) => draw switch
    {
        < 50 => ("sent", true),
        < 100 => ("delivered", true),
        < 150 => ("opened", true),
        < 190 => ("clicked", true),
        < 230 => ("product_view", false),
        < 245 => ("cart_add", false),
        < 252 => ("converted", false),
        _ => ("ticket_created", false),
    };

    private static long HabitMinute(ulong habit, ulong chance)
    {
        long centre = (long)(habit % 1440);
        long spread = (long)((chance >> 8) % 61) + (long)((chance >> 14) % 61) - 60;
        return (centre + spread + 1440) % 1440;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
