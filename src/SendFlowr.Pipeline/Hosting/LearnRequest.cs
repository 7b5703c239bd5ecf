using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>The record of <see cref="Topics.TopicNames.Sums"/> that asks the tenant stage to learn.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="Value">The record's value.</param>
public readonly record struct LearnRequest(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)
{
    /// <summary>Whether a record of <see cref="Topics.TopicNames.Priors"/> begins a day of a run.</summary>
    /// <param name="value">The record's value.</param>
    public static bool IsDayOfRun(ReadOnlySpan<byte> value) => PriorsRecord.Read(Schemas.Priors.Body(value)).Kind == PriorsKind.Cut;

    /// <summary>Asks to learn the days up to one, itself included.</summary>
    /// <param name="sinceDay">First day in days since 1970-01-01; −1: the earliest day whose evidence no version has learned.</param>
    /// <param name="day">Last day.</param>
    public static LearnRequest Make(int sinceDay, int day)
    {
        RecordWriter writer = new(Schemas.Sums);
        new SumsRecord
        {
            Kind = SumsKind.Request,
            Run = 0,
            Task = SumsRecord.None,
            FromDay = sinceDay,
            Day = day,
            Payload = default,
        }.Write(writer.Begin());
        return new LearnRequest(RecordKeys.OfSums(SumsKind.Request, SumsRecord.None).ToArray(), writer.Bytes.ToArray());
    }
}
