using SendFlowr.Avro.Binary;

namespace SendFlowr.Pipeline.Records;

/// <summary>A rising list of days since 1970-01-01 as differences: a few bytes for each stretch of days.</summary>
internal static class DayList
{
    public static void Write(AvroWriter writer, IEnumerable<int> risingDays)
    {
        int previous = 0;
        foreach (int day in risingDays)
        {
            writer.WriteInt(day - previous);
            previous = day;
        }
    }

    public static List<int> Read(ReadOnlySpan<byte> bytes)
    {
        List<int> days = [];
        AvroReader reader = new(bytes);
        int day = 0;
        while (reader.Remaining > 0)
        {
            day += reader.ReadInt();
            days.Add(day);
        }

        return days;
    }
}
