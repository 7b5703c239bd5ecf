using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The fields that requests and questions share: who, by which lane, and when. Immutable.</summary>
public sealed record TimingFields
{
    /// <summary>As requested, the flat fields after the list.</summary>
    public required IReadOnlyList<RequestedIdentifier> Recipient { get; init; }

    /// <summary>The same, normalized; empty when there is a problem.</summary>
    public required IReadOnlyList<PersonReference> Person { get; init; }

    public required string Channel { get; init; }

    /// <summary>Empty when none is named.</summary>
    public required string Provider { get; init; }

    public required string? CampaignType { get; init; }

    /// <summary>Earliest arrival, inclusive; null: as it comes in.</summary>
    public required Timestamp? SendAfter { get; init; }

    /// <summary>Latest arrival, inclusive; null: seven days after.</summary>
    public required Timestamp? SendBefore { get; init; }

    public required DecisionResolution Resolution { get; init; }

    /// <summary>0 to 3600; null when none was given.</summary>
    public required double? LatencyHintSeconds { get; init; }

    /// <summary>Takes the fields of an object; faults are the object's.</summary>
    /// <param name="fields">The object; the caller takes its other fields and calls <see cref="ObjectFields.End"/>.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    public static TimingFields Read(ObjectFields fields, string? defaultCountry)
    {
        ArgumentNullException.ThrowIfNull(fields);
        IReadOnlyList<RequestedIdentifier> recipient = ReadRecipient(fields);
        IReadOnlyList<PersonReference> person = RequestedPerson.Read(recipient, defaultCountry, out FieldProblem? problem);
        TimingFields timing = new()
        {
            Recipient = recipient,
            Person = person,
            Channel = fields.Text("channel", RequestLimits.ChannelBytes) ?? SendRequest.DefaultChannel,
            Provider = fields.Text("provider", RequestLimits.ProviderBytes) ?? "",
            CampaignType = fields.Text("campaign_type", RequestLimits.CampaignBytes),
            SendAfter = fields.Time("send_after"),
            SendBefore = fields.Time("send_before"),
            Resolution = (DecisionResolution)fields.Choice("resolution", "minute", "hour"),
            LatencyHintSeconds = fields.Number("latency_estimate_seconds", 0, RequestLimits.LatencySeconds),
        };
        if (problem is not null)
        {
            fields.Fail(problem);
        }

        return timing;
    }

    private static List<RequestedIdentifier> ReadRecipient(ObjectFields fields)
    {
        List<RequestedIdentifier> recipient =
        [
            .. fields.Items("identifiers", RequestLimits.Identifiers, item => new RequestedIdentifier(
                item.RequiredText("type", RequestLimits.IdentifierSourceBytes),
                item.Text("source", RequestLimits.IdentifierSourceBytes) ?? IdentifierTypes.DefaultSource,
                item.RequiredText("value", RequestLimits.IdentifierValueBytes))),
        ];
        AddFlat(fields, PersonReference.UniversalIdName, recipient);
        foreach (string name in IdentifierTypes.Default.EntryNames)
        {
            AddFlat(fields, name, recipient);
        }

        return recipient;
    }

    private static void AddFlat(ObjectFields fields, string name, List<RequestedIdentifier> recipient)
    {
        if (fields.Text(name, RequestLimits.IdentifierValueBytes) is { } value)
        {
            recipient.Add(new RequestedIdentifier(name, IdentifierTypes.DefaultSource, value));
        }
    }
}
