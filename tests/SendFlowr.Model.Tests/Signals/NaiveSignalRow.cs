using System.Buffers.Binary;
using System.Text;
using SendFlowr.Model.Events;

namespace SendFlowr.Model.Tests.Signals;

/// <summary>The row of a set of events by its definition: all channel names first, then the newest times of each key.</summary>
internal static class NaiveSignalRow
{
    public static byte[] Build(IEnumerable<CanonicalEvent> events)
    {
        List<(string? Channel, byte Id, int Keep, long Time)> entries = [.. events.SelectMany(Entries)];
        List<string> names = [.. entries.Select(entry => entry.Channel).OfType<string>()
            .Where(name => name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= 32)
            .Distinct().OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal).Take(16)];
        if (entries.Count == 0)
        {
            return [];
        }

        List<byte> row = [1, (byte)names.Count];
        foreach (string name in names)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            row.Add((byte)bytes.Length);
            row.AddRange(bytes);
        }

        var placed = entries.Select(entry => (Slot: Slot(names, entry.Channel), entry.Id, entry.Keep, entry.Time))
            .Where(entry => entry.Slot != 17 || entry.Id != 65)
            .GroupBy(entry => (entry.Slot, entry.Id))
            .OrderBy(group => group.Key.Slot).ThenBy(group => group.Key.Id)
            .ToList();
        foreach (var group in placed)
        {
            IEnumerable<long> newest = group.Select(entry => entry.Time).Distinct().OrderDescending().Take(group.First().Keep).Reverse();
            foreach (long time in newest)
            {
                row.Add((byte)group.Key.Slot);
                row.Add(group.Key.Id);
                byte[] bytes = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(bytes, time);
                row.AddRange(bytes);
            }
        }

        return placed.Count == 0 ? [] : [.. row];
    }

    private static int Slot(List<string> names, string? channel) => channel switch
    {
        null or "" => 0,
        _ when names.Contains(channel) => names.IndexOf(channel) + 1,
        _ => 17,
    };

    private static IEnumerable<(string? Channel, byte Id, int Keep, long Time)> Entries(CanonicalEvent value)
    {
        long time = value.OccurredAt.EpochMilliseconds;
        string channel = value.Channel.ToLowerInvariant();
        return value.EventType switch
        {
            "site_visit" => [(null, 1, 1, time)],
            "cart_add" => [(null, 3, 1, time)],
            "sms_clicked" => [(null, 6, 1, time)],
            "sms_click" => [(null, 7, 1, time)],
            "complained" => [(null, 33, 1, time)],
            "support_ticket" => [(null, 34, 1, time)],
            "unsubscribe_request" => [(null, 41, 1, time), (channel, 64, 1, time)],
            "sms_unsubscribed" => [(null, 42, 1, time), ("sms", 64, 1, time)],
            "bounced" when value.Attributes[0].Value == "hard" => [(channel, 43, 2, time)],
            "unsubscribed" => [(channel, 64, 1, time)],
            "subscribed" => [(channel, 65, 1, time)],
            _ => [],
        };
    }
}
