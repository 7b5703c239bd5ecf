using SendFlowr.Avro.Binary;
using SendFlowr.Model.Events;

namespace SendFlowr.Pipeline.Records;

/// <summary>A canonical event read in place: texts are UTF-8 spans of the record, nothing is allocated.</summary>
/// <remarks>Valid as long as the bytes it was read from.</remarks>
public readonly ref struct EventView
{
    private EventView(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        EventId = reader.ReadString();
        EventType = reader.ReadString();
        OccurredAtMilliseconds = reader.ReadLong();
        Provider = reader.ReadString();
        Channel = reader.ReadString();
        SkipIdentifiers(ref reader);
        RequestId = ReadOptionalText(ref reader);
        MessageId = ReadOptionalText(ref reader);
        CampaignId = ReadOptionalText(ref reader);
        CampaignType = ReadOptionalText(ref reader);
        SentAtMilliseconds = ReadOptionalLong(ref reader);
        DeliveredAtMilliseconds = ReadOptionalLong(ref reader);
        Machine = (MachineFlag)reader.ReadInt();
        UtcOffsetMinutes = (int?)ReadOptionalLong(ref reader);
        TimeZone = ReadOptionalText(ref reader);
        ReadOnlySpan<byte> agent = default;
        HardBounce = ReadAttributes(ref reader, ref agent);
        UserAgent = agent;
    }

    public ReadOnlySpan<byte> EventId { get; }

    public ReadOnlySpan<byte> EventType { get; }

    public long OccurredAtMilliseconds { get; }

    public ReadOnlySpan<byte> Provider { get; }

    public ReadOnlySpan<byte> Channel { get; }

    /// <summary>Empty when there is none, as for the texts below.</summary>
    public ReadOnlySpan<byte> RequestId { get; }

    public ReadOnlySpan<byte> MessageId { get; }

    public ReadOnlySpan<byte> CampaignId { get; }

    public ReadOnlySpan<byte> CampaignType { get; }

    public long? SentAtMilliseconds { get; }

    public long? DeliveredAtMilliseconds { get; }

    public MachineFlag Machine { get; }

    public int? UtcOffsetMinutes { get; }

    public ReadOnlySpan<byte> TimeZone { get; }

    /// <summary>The attribute <c>bounce_type</c> says <c>hard</c>.</summary>
    public bool HardBounce { get; }

    /// <summary>The attribute <c>user_agent</c>; empty when there is none.</summary>
    public ReadOnlySpan<byte> UserAgent { get; }

    /// <summary>Reads a body of the current event schema; bad bytes throw <see cref="AvroDataException"/>.</summary>
    public static EventView Read(ReadOnlySpan<byte> body) => new(body);

    private static void SkipIdentifiers(scoped ref AvroReader reader)
    {
        for (int count = reader.ReadBlockCount(); count > 0; count = reader.ReadBlockCount())
        {
            for (int i = 0; i < count; i++)
            {
                reader.ReadString();
                reader.ReadString();
                reader.ReadString();
            }
        }
    }

    private static bool ReadAttributes(scoped ref AvroReader reader, ref ReadOnlySpan<byte> agent)
    {
        bool hard = false;
        for (int count = reader.ReadBlockCount(); count > 0; count = reader.ReadBlockCount())
        {
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> name = reader.ReadString();
                ReadOnlySpan<byte> text = reader.ReadString();
                if (name.SequenceEqual("user_agent"u8))
                {
                    agent = text;
                }

                hard |= name.SequenceEqual("bounce_type"u8) && text.SequenceEqual("hard"u8);
            }
        }

        return hard;
    }

    private static ReadOnlySpan<byte> ReadOptionalText(scoped ref AvroReader reader) =>
        reader.ReadLong() == 0 ? default : reader.ReadString();

    private static long? ReadOptionalLong(scoped ref AvroReader reader) =>
        reader.ReadLong() == 0 ? null : reader.ReadLong();
}
