using System.Globalization;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Backtest;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>Keeps who engaged when: events whose evidence weighs anything, by the node id of their routing identifier. Others are passed over.</summary>
/// <remarks>Events that name nobody would each be a person of one event, so they are passed over as well.</remarks>
internal sealed class HistorySink(BacktestRows rows) : IMappingSink, IDisposable
{
    private readonly NodeIdHasher _hasher = new(IdentityKey.Fixed());

    /// <summary>Line or position of the document that is being mapped.</summary>
    public long Number { get; set; }

    public long Rejected { get; private set; }

    /// <summary>Kept events that say neither offset nor a known zone.</summary>
    public long WithoutOffset { get; private set; }

    /// <summary>Place, reason and detail of the first event that could not be mapped.</summary>
    public string FirstRejection { get; private set; } = "";

    public void OnEvent(in MappedEvent mapped)
    {
        CanonicalEvent source = mapped.Event;
        EvidenceClass evidence = RingEntryOfEvent.ClassOf(source.EventType, source.MessageId is not null, source.Machine);
        RoutingChoice person = EvidenceWeights.Default[evidence] > 0 ? RoutingIdentifier.Choose(source, _hasher) : default;
        if (person.Confidence > 0)
        {
            rows.Add(person.Node.ToString(), source.OccurredAt.EpochMilliseconds / 1000, OffsetMinutes(source));
        }
    }

    public void OnIgnored(int index)
    {
        // Left out on purpose by the definition: neither evidence nor a fault.
    }

    public void OnRejected(in Rejection rejection)
    {
        if (Rejected++ == 0)
        {
            FirstRejection = string.Create(CultureInfo.InvariantCulture, $"{Number}: {rejection.Reason.Text()} {rejection.Path}: {rejection.Detail}");
        }
    }

    public void Dispose() => _hasher.Dispose();

    private int OffsetMinutes(CanonicalEvent source)
    {
        if (source.UtcOffsetMinutes is { } offset)
        {
            return offset;
        }

        if (source.TimeZone is { } name && ZoneRules.TryGetClock(name, out PersonClock clock))
        {
            return clock.OffsetMinutesAt(source.OccurredAt.EpochMinute);
        }

        WithoutOffset++;
        return 0;
    }
}
