using SendFlowr.Avro.Binary;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Requests as records (<c>schemas/request.avsc</c>). Stateless, thread-safe.</summary>
public static class RequestCodec
{
    /// <summary>Appends the body of a request.</summary>
    public static void Write(AvroWriter writer, SendRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        writer.WriteString(request.RequestId);
        WriteRecipient(writer, request.Recipient);
        writer.WriteString(request.Channel);
        writer.WriteString(request.Provider);
        writer.WriteOptional(request.CampaignId);
        writer.WriteOptional(request.CampaignType);
        writer.WriteOptional(request.Template);
        writer.WriteEnum(request.Urgent ? 1 : 0);
        writer.WriteOptional(request.SendAfter);
        writer.WriteOptional(request.SendBefore);
        writer.WriteEnum((int)request.Resolution);
        writer.WriteEnum((int)request.Arm);
        writer.WriteOptional(request.LatencyHintSeconds);
        WriteMetadata(writer, request.Metadata);
        writer.WriteEnum(request.ByHttp ? 1 : 0);
    }

    /// <summary>Reads a body of the current schema. Values are as they stand: <see cref="Check"/> holds them to the limits.</summary>
    /// <exception cref="AvroDataException">The bytes do not fit the schema.</exception>
    public static SendRequest Read(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        SendRequest request = new()
        {
            RequestId = reader.ReadStringText(),
            Recipient = ReadRecipient(ref reader),
            Channel = reader.ReadStringText(),
            Provider = reader.ReadStringText(),
            CampaignId = ReadOptionalText(ref reader),
            CampaignType = ReadOptionalText(ref reader),
            Template = ReadOptionalText(ref reader),
            Urgent = reader.ReadEnum(2) == 1,
            SendAfter = ReadOptionalTime(ref reader),
            SendBefore = ReadOptionalTime(ref reader),
            Resolution = (DecisionResolution)reader.ReadEnum(2),
            Arm = (DecisionArm)reader.ReadEnum(4),
            LatencyHintSeconds = reader.ReadUnion(2) == 0 ? null : reader.ReadDouble(),
            Metadata = ReadMetadata(ref reader),
            ByHttp = reader.ReadEnum(2) == 1,
        };
        reader.EnsureEnd();
        return request;
    }

    /// <summary>Holds a request that came as a record to the rules that JSON is read by; null when it can be taken.</summary>
    public static FieldProblem? Check(SendRequest request, RequestReceiptContext receipt)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(receipt);
        FieldProblem? problem = TextRules.CheckRequestId(request.RequestId)
            ?? TextRules.Check("channel", request.Channel, RequestLimits.ChannelBytes)
            ?? Optional("provider", request.Provider, RequestLimits.ProviderBytes)
            ?? Optional("campaign_id", request.CampaignId, RequestLimits.CampaignBytes)
            ?? Optional("campaign_type", request.CampaignType, RequestLimits.CampaignBytes)
            ?? Optional("template", request.Template, RequestLimits.TemplateBytes)
            ?? TextRules.CheckEntries("metadata", request.Metadata, RequestLimits.MetadataEntries, RequestLimits.MetadataBytes);
        if (problem is null && request.LatencyHintSeconds is { } hint && !(hint is >= 0 and <= RequestLimits.LatencySeconds))
        {
            problem = new FieldProblem(
                RejectionReason.BadValue, "latency_estimate_seconds", "out of range", $"give a number from 0 to {RequestLimits.LatencySeconds}");
        }

        if (problem is null)
        {
            RequestedPerson.Read(request.Recipient, receipt.DefaultCountry, out problem);
        }

        return problem ?? CheckTimes(request) ?? receipt.CheckWindow(request);
    }

    private static FieldProblem? Optional(string field, string? text, int maxBytes) =>
        string.IsNullOrEmpty(text) ? null : TextRules.Check(field, text, maxBytes);

    private static FieldProblem? CheckTimes(SendRequest request)
    {
        foreach ((string field, Timestamp? time) in new[] { ("send_after", request.SendAfter), ("send_before", request.SendBefore) })
        {
            if (time is { } given && !InstantText.TryRead(given.EpochMilliseconds, out _))
            {
                string remedy = InstantText.LooksLikeSeconds(given.EpochMilliseconds) ? InstantText.SecondsRemedy : InstantText.Remedy;
                return new FieldProblem(RejectionReason.BadTime, field, "no time of epoch milliseconds", remedy);
            }
        }

        return null;
    }

    internal static void WriteRecipient(AvroWriter writer, IReadOnlyList<RequestedIdentifier> recipient)
    {
        writer.WriteItemCount(recipient.Count);
        foreach (RequestedIdentifier identifier in recipient)
        {
            writer.WriteString(identifier.Type);
            writer.WriteString(identifier.Source);
            writer.WriteString(identifier.Value);
        }

        writer.WriteBlocksEnd();
    }

    internal static void WriteMetadata(AvroWriter writer, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        writer.WriteItemCount(metadata.Count);
        foreach ((string name, string value) in metadata)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }

        writer.WriteBlocksEnd();
    }

    private static List<RequestedIdentifier> ReadRecipient(ref AvroReader reader)
    {
        List<RequestedIdentifier> recipient = [];
        for (int count = reader.ReadBlockCount(3); count > 0; count = reader.ReadBlockCount(3))
        {
            for (int i = 0; i < count; i++)
            {
                recipient.Add(new RequestedIdentifier(reader.ReadStringText(), reader.ReadStringText(), reader.ReadStringText()));
            }
        }

        return recipient;
    }

    private static KeyValuePair<string, string>[] ReadMetadata(ref AvroReader reader)
    {
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
        for (int count = reader.ReadBlockCount(2); count > 0; count = reader.ReadBlockCount(2))
        {
            for (int i = 0; i < count; i++)
            {
                metadata[reader.ReadStringText()] = reader.ReadStringText();
            }
        }

        return [.. metadata];
    }

    private static string? ReadOptionalText(ref AvroReader reader) => reader.ReadUnion(2) == 0 ? null : reader.ReadStringText();

    private static Timestamp? ReadOptionalTime(ref AvroReader reader) => reader.ReadUnion(2) == 0 ? null : new Timestamp(reader.ReadLong());
}
