using SendFlowr.Avro.Binary;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Records;

/// <summary>Computes and writes a person's feature record (<c>schemas/features.avsc</c>). Reuses its buffers; not thread-safe.</summary>
public sealed class FeaturesWriter
{
    private const int HoursPerWeek = 168;

    private readonly PersonClocks _clocks;
    private readonly RecordWriter _writer = new(Schemas.Features);
    private readonly EvidenceState _evidence = new();
    private readonly CurvePerson _person = new();
    private readonly PersonWeek _curve = new();
    private readonly PeakWindows _peaks = new();
    private readonly double[] _hours = new double[HoursPerWeek];
    private readonly int[] _hourHistogram = new int[RingHistogram.HourOfDaySlots];
    private readonly int[] _weekdayHistogram = new int[RingHistogram.WeekdaySlots];

    /// <param name="clocks">The clocks of people's habits.</param>
    public FeaturesWriter(PersonClocks clocks) => _clocks = clocks;

    /// <summary>The record as of now, in the person's clock; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(RowKey person, TimingRow timing, CurvePriors priors, long nowMilliseconds)
    {
        _evidence.Read(timing.Evidence, timing.Deliveries, EvidenceWeights.Default);
        PersonClock clock = _clocks.Of(timing.Zones);
        _person.Read(_evidence, clock, priors);
        _curve.Build(_person);
        _curve.Total.ToSlots(_hours);
        RingFeatures features = RingFeatures.Read(timing.Evidence, timing.Deliveries, new Timestamp(nowMilliseconds).EpochMinute);

        AvroWriter writer = _writer.Begin();
        writer.WriteString(new NodeId(person.High, person.Low).ToString());
        writer.WriteLong(priors.Version);
        writer.WriteLong(nowMilliseconds);
        WriteCurve(writer);
        WriteHistogram(writer, timing.Evidence, clock, _hourHistogram);
        WriteHistogram(writer, timing.Evidence, clock, _weekdayHistogram);
        WriteTime(writer, features.LastClickMinute);
        WriteTime(writer, features.LastOpenMinute);
        WriteTime(writer, features.LastDeliveredMinute);
        writer.WriteInt(features.Clicks30Days.Count);
        writer.WriteInt(features.Clicks7Days.Count);
        writer.WriteInt(features.Clicks1Day.Count);
        writer.WriteInt(features.Opens30Days.Count);
        writer.WriteInt(features.Opens7Days.Count);
        writer.WriteInt(features.Deliveries30Days.Count);
        writer.WriteBoolean(features.Clicks30Days.AtLeast || features.Opens30Days.AtLeast || features.Deliveries30Days.AtLeast);
        writer.WriteInt(clock.OffsetMinutesAt(new Timestamp(nowMilliseconds).EpochMinute));
        return _writer.Bytes;
    }

    private void WriteCurve(AvroWriter writer)
    {
        writer.WriteBlockStart(HoursPerWeek);
        foreach (double mass in _hours)
        {
            writer.WriteFloat((float)mass);
        }

        writer.WriteBlocksEnd();
        writer.WriteDouble(_curve.OwnShareOfWeek());
        ReadOnlySpan<PeakWindow> peaks = _peaks.Find(_curve.Total);
        writer.WriteBlockStart(peaks.Length);
        foreach (PeakWindow peak in peaks)
        {
            writer.WriteInt(peak.Start.Value);
            writer.WriteInt(PeakWindows.Minutes);
            writer.WriteDouble(peak.Mass);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteHistogram(AvroWriter writer, RingView ring, PersonClock clock, int[] slots)
    {
        RingHistogram.Fill(ring, EvidenceClassSet.Engagement, 0, long.MaxValue, clock, slots);
        writer.WriteBlockStart(slots.Length);
        foreach (int count in slots)
        {
            writer.WriteInt(count);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteTime(AvroWriter writer, int? minute)
    {
        writer.WriteUnion(minute is null ? 0 : 1);
        if (minute is { } known)
        {
            writer.WriteLong(Timestamp.FromEpochMinute(known).EpochMilliseconds);
        }
    }
}
