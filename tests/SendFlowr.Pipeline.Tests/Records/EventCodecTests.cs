using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Events;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class EventCodecTests(ITestOutputHelper output)
{
    private const int Cases = 300;

    private static readonly DatumReader Generic = new(SchemaCatalog.Embedded.Current("event").Schema);

    private static CanonicalEvent Any(Random random)
    {
        CanonicalEvent value = new()
        {
            EventId = random.Text(1),
            EventType = random.Text(1),
            OccurredAt = new Timestamp(random.NextInt64(-5, 4_000_000_000_000)),
            Provider = random.Text(),
            Channel = random.Text(),
            RequestId = random.OptionalText(),
            MessageId = random.OptionalText(),
            CampaignId = random.OptionalText(),
            CampaignType = random.OptionalText(),
            SentAt = random.Next(2) == 0 ? null : new Timestamp(random.NextInt64()),
            DeliveredAt = random.Next(2) == 0 ? null : new Timestamp(random.NextInt64()),
            Machine = (MachineFlag)random.Next(3),
            UtcOffsetMinutes = random.Next(2) == 0 ? null : random.Next(-1080, 1081),
            TimeZone = random.OptionalText(),
        };
        for (int i = random.Next(4); i > 0; i--)
        {
            value.Identifiers.Add(new EventIdentifier(random.Text(1), random.Text(), random.Text(1)));
        }

        for (int i = random.Next(4); i > 0; i--)
        {
            value.Attributes.Add(new($"{i}{random.Text()}", random.Text()));
        }

        if (random.Next(3) == 0)
        {
            value.Attributes.Add(new("bounce_type", random.Next(2) == 0 ? "hard" : "soft"));
        }

        return value;
    }

    private static byte[] Written(CanonicalEvent value)
    {
        AvroWriter writer = new();
        EventCodec.Write(writer, value);
        return writer.WrittenSpan.ToArray();
    }

    private static string? Text(AvroValue value) => value.IsNull ? null : value.AsString();

    private static Timestamp? Time(AvroValue value) => value.IsNull ? null : new Timestamp(value.AsLong());

    [Fact]
    public void a_generic_reader_of_the_schema_finds_every_field() => Law.Holds(output, Cases, random =>
    {
        CanonicalEvent value = Any(random);
        AvroRecord read = Generic.Read(Written(value)).AsRecord();
        read["event_id"].AsString().ShouldBe(value.EventId);
        read["event_type"].AsString().ShouldBe(value.EventType);
        read["occurred_at"].AsLong().ShouldBe(value.OccurredAt.EpochMilliseconds);
        read["provider"].AsString().ShouldBe(value.Provider);
        read["channel"].AsString().ShouldBe(value.Channel);
        read["identifiers"].AsArray().Select(item => item.AsRecord())
            .Select(item => new EventIdentifier(item["type"].AsString(), item["source"].AsString(), item["value"].AsString()))
            .ShouldBe(value.Identifiers);
        Text(read["request_id"]).ShouldBe(value.RequestId);
        Text(read["message_id"]).ShouldBe(value.MessageId);
        Text(read["campaign_id"]).ShouldBe(value.CampaignId);
        Text(read["campaign_type"]).ShouldBe(value.CampaignType);
        Time(read["sent_at"]).ShouldBe(value.SentAt);
        Time(read["delivered_at"]).ShouldBe(value.DeliveredAt);
        read["machine"].AsEnumSymbol().ShouldBe(value.Machine.ToString(), StringCompareShould.IgnoreCase);
        (read["utc_offset_minutes"] is { IsNull: false } offset ? offset.AsInt() : (int?)null).ShouldBe(value.UtcOffsetMinutes);
        Text(read["time_zone"]).ShouldBe(value.TimeZone);
        read["attributes"].AsMap().Select(pair => KeyValuePair.Create(pair.Key, pair.Value.AsString())).ShouldBe(value.Attributes);
        read.Schema.Fields.Count.ShouldBe(16, "a new field of the schema needs a line here");
    });

    [Fact]
    public void the_view_of_the_pipeline_finds_the_same() => Law.Holds(output, Cases, random =>
    {
        CanonicalEvent value = Any(random);
        EventView view = EventView.Read(Written(value));
        Encoding.UTF8.GetString(view.EventId).ShouldBe(value.EventId);
        Encoding.UTF8.GetString(view.EventType).ShouldBe(value.EventType);
        view.OccurredAtMilliseconds.ShouldBe(value.OccurredAt.EpochMilliseconds);
        Encoding.UTF8.GetString(view.Provider).ShouldBe(value.Provider);
        Encoding.UTF8.GetString(view.Channel).ShouldBe(value.Channel);
        Encoding.UTF8.GetString(view.RequestId).ShouldBe(value.RequestId ?? "");
        Encoding.UTF8.GetString(view.MessageId).ShouldBe(value.MessageId ?? "");
        Encoding.UTF8.GetString(view.CampaignId).ShouldBe(value.CampaignId ?? "");
        Encoding.UTF8.GetString(view.CampaignType).ShouldBe(value.CampaignType ?? "");
        view.SentAtMilliseconds.ShouldBe(value.SentAt?.EpochMilliseconds);
        view.DeliveredAtMilliseconds.ShouldBe(value.DeliveredAt?.EpochMilliseconds);
        view.Machine.ShouldBe(value.Machine);
        view.UtcOffsetMinutes.ShouldBe(value.UtcOffsetMinutes);
        Encoding.UTF8.GetString(view.TimeZone).ShouldBe(value.TimeZone ?? "");
        view.HardBounce.ShouldBe(value.Attributes.Contains(new("bounce_type", "hard")));
    });

    [Fact]
    public void bytes_that_end_early_are_refused() => Law.Holds(output, Cases, random =>
    {
        byte[] body = Written(Any(random));
        Should.Throw<AvroDataException>(() => EventView.Read(body.AsSpan(0, random.Next(body.Length))));
    });

    [Fact]
    public void writing_allocates_nothing()
    {
        CanonicalEvent value = Any(new Random(3));
        AvroWriter writer = new();
        EventCodec.Write(writer, value);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            writer.Clear();
            EventCodec.Write(writer, value);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void a_record_without_its_header_or_of_an_unknown_schema_is_refused()
    {
        Should.Throw<AvroDataException>(() => Schemas.Event.Body([1, 2, 3]).ToArray()).Message.ShouldContain("single-object marker");
        byte[] record = [0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 0];
        Should.Throw<AvroDataException>(() => Schemas.Event.Body(record).ToArray()).Message.ShouldContain("0807060504030201");
    }
}
