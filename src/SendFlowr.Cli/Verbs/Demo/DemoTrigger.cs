using SendFlowr.Avro.Binary;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>What an orchestrator needs of a trigger record to send by it. Immutable.</summary>
internal readonly record struct DemoTrigger(string RequestId, string DecisionId, int Revision, string? CampaignId, Timestamp Target, Timestamp EmittedAt)
{
    /// <summary>Reads a record of the triggers topic.</summary>
    public static DemoTrigger Read(ReadOnlySpan<byte> record)
    {
        AvroReader reader = new(Schemas.Trigger.Body(record));
        string requestId = reader.ReadStringText();
        string decisionId = reader.ReadStringText();
        int revision = reader.ReadInt();
        reader.SkipBytes(); // universal_id
        SkipRecipient(ref reader);
        reader.SkipBytes(); // channel
        reader.SkipBytes(); // provider
        string? campaign = ReadOptional(ref reader);
        ReadOptional(ref reader); // campaign_type
        ReadOptional(ref reader); // template
        Timestamp target = new(reader.ReadLong());
        reader.SkipLong(); // trigger_timestamp_utc
        return new DemoTrigger(requestId, decisionId, revision, campaign, target, new Timestamp(reader.ReadLong()));
    }

    private static void SkipRecipient(ref AvroReader reader)
    {
        const int fields = 3;
        for (int count = reader.ReadBlockCount(); count > 0; count = reader.ReadBlockCount())
        {
            for (int i = 0; i < count * fields; i++)
            {
                reader.SkipBytes();
            }
        }
    }

    private static string? ReadOptional(ref AvroReader reader) => reader.ReadUnion(2) == 0 ? null : reader.ReadStringText();
}
