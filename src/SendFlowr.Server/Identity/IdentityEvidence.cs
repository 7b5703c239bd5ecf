using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Model.Events;
using SendFlowr.Model.Time;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Events;

namespace SendFlowr.Server.Identity;

/// <summary>Keeps identifiers that were given together as an event, so that they can be joined from the same history later. Thread-safe.</summary>
/// <remarks>The event is the same all day long, so that saying the same thing again adds nothing.</remarks>
internal sealed class IdentityEvidence
{
    /// <summary>A type that is kept and teaches nothing about times.</summary>
    public const string EventType = "identified";

    private const string Provider = "sendflowr";
    private const string Channel = "api";

    private readonly ServerParts _parts;

    public IdentityEvidence(ServerParts parts) => _parts = parts;

    /// <summary>Keeps them; durable when it returns.</summary>
    /// <param name="identifiers">Two or more, normalized.</param>
    /// <param name="attributes">What else is said about the link.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task KeepAsync(
        IReadOnlyList<EventIdentifier> identifiers, IReadOnlyList<KeyValuePair<string, string>> attributes, CancellationToken cancellation)
    {
        long day = new Timestamp(_parts.Host.NowMilliseconds).EpochDay;
        CanonicalEvent kept = new()
        {
            EventId = IdOf(identifiers, attributes, day),
            EventType = EventType,
            OccurredAt = Timestamp.FromEpochDay(day),
            Provider = Provider,
            Channel = Channel,
        };
        kept.Identifiers.AddRange(identifiers);
        kept.Attributes.AddRange(attributes);
        byte[] json = JsonAnswer.ToBytes(kept, CanonicalEventWriter.Write);
        EventOutcome outcome = await _parts.Events.TakeAsync([(1, json)], cancellation);
        if (outcome.DeadLetters > 0)
        {
            throw new InvalidOperationException($"An event of identifiers was refused: {outcome.Errors[0].Detail}");
        }
    }

    private static string IdOf(IReadOnlyList<EventIdentifier> identifiers, IReadOnlyList<KeyValuePair<string, string>> attributes, long day)
    {
        IEnumerable<string> parts = identifiers.Select(identifier => $"{identifier.Type}\0{identifier.Source}\0{identifier.Value}").Order(StringComparer.Ordinal);
        string text = string.Join('\n', [.. parts, .. attributes.Select(attribute => $"{attribute.Key}\0{attribute.Value}"), day.ToString(CultureInfo.InvariantCulture)]);
        return $"{EventType}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
    }
}
