using SendFlowr.Model.Decisions;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Reads one request as JSON, strictly: HTTP and the topic use the same rules. Stateless, thread-safe.</summary>
public static class RequestJson
{
    /// <summary>Reads one JSON object.</summary>
    /// <param name="utf8">The object and nothing else.</param>
    /// <param name="receipt">Where and when it came in.</param>
    /// <param name="problem">The first fault; null when the request can be taken.</param>
    /// <returns>The request; null with the problem.</returns>
    public static SendRequest? Read(ReadOnlySpan<byte> utf8, RequestReceiptContext receipt, out FieldProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (ObjectFields.Parse(utf8, out problem) is not { } fields)
        {
            return null;
        }

        string requestId = ReadId(fields);
        TimingFields timing = TimingFields.Read(fields, receipt.DefaultCountry);
        SendRequest request = new()
        {
            RequestId = requestId,
            Recipient = timing.Recipient,
            Channel = timing.Channel,
            Provider = timing.Provider,
            CampaignId = fields.Text("campaign_id", RequestLimits.CampaignBytes),
            CampaignType = timing.CampaignType,
            Template = fields.Text("template", RequestLimits.TemplateBytes),
            Urgent = fields.Choice("priority", "normal", "urgent") == 1,
            SendAfter = timing.SendAfter,
            SendBefore = timing.SendBefore,
            Resolution = timing.Resolution,
            Arm = (DecisionArm)fields.Choice("arm", "minute_latency", "minute", "hour", "fixed"),
            LatencyHintSeconds = timing.LatencyHintSeconds,
            Metadata = fields.Texts("metadata", RequestLimits.MetadataEntries, RequestLimits.MetadataBytes),
            ByHttp = receipt.ByHttp,
        };
        fields.End();
        problem = fields.Problem ?? receipt.CheckWindow(request);
        return problem is null ? request : null;
    }

    private static string ReadId(ObjectFields fields)
    {
        const string name = "request_id";
        string id = fields.RequiredText(name, 4 * RequestLimits.RequestIdCharacters);
        if (id.Length > 0 && TextRules.CheckRequestId(id) is { } problem)
        {
            fields.Fail(problem);
        }

        return id;
    }
}
