using System.Globalization;
using System.Text;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Requests;

/// <summary>
/// Requests with windows around the time they are sent, repetitions, rivals, cancellations and nonsense, among signals of the same people:
/// breakers that last and that end soon, unsubscriptions and returns, hot paths, and deliveries that move the lanes.
/// </summary>
internal sealed class RequestScript
{
    public const int Requests = 1000;
    public const int Tasks = 3;

    /// <summary>2026-02-01T12:00:00Z.</summary>
    public const long Start = 1_769_947_200_000;

    /// <summary>Time in which the script is sent, roughly.</summary>
    public const long Length = 3_600_000;

    private static readonly string[] Channels = ["email", "email", "sms"];
    private static readonly string[] Providers = ["klaviyo", "sendgrid"];
    private static readonly string[] Arms = ["minute_latency", "minute_latency", "minute", "hour", "fixed"];

    private static readonly string[] SignalTypes =
    [
        "ticket_created", "complaint", "survey_negative", "payment_failed", "unsubscribed", "unsubscribed", "subscribed", "subscribed", "subscribed",
        "site_visit", "cart_add", "product_view", "clicked", "unsubscribe_request",
    ];

    private static readonly string[] Nonsense =
        ["{ truncated", "[]", """{"request_id":"x"}""", """{"request_id":"x","email":"a@b.co","send_befor":1}""", "null", "", "\u0003"];

    private readonly int _people;
    private readonly Random _random;
    private readonly NodeIdHasher _hasher;
    private readonly RecordWriter _events = new(Schemas.Event);
    private readonly RequestStepSink _steps = new();
    private int _eventNumber;

    private RequestScript(Random random, NodeIdHasher hasher, int people)
    {
        _people = people;
        _random = random;
        _hasher = hasher;
    }

    public List<ScriptRecord> Records { get; } = [];

    public List<ScriptedRequest> Sent { get; } = [];

    public List<ScriptedSignal> Signals { get; } = [];

    /// <summary>How many records are no requests.</summary>
    public int Bad { get; private set; }

    /// <param name="random">Decides everything.</param>
    /// <param name="requests">How many ids.</param>
    /// <param name="length">Milliseconds in which they are sent, roughly.</param>
    public static RequestScript Draw(Random random, int requests = Requests, long length = Length)
    {
        using NodeIdHasher hasher = new(IdentityKey.Fixed());
        RequestScript script = new(random, hasher, 3 * requests / 10);
        for (int number = 0; number < requests; number++)
        {
            script.AddRequest(number, Start + (length * number / requests));
        }

        return script;
    }

    private void AddRequest(int number, long at)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"request-{number}");
        string json = Request(id, 0, at);
        Send(json, at);
        int kind = _random.Next(20);
        if (kind == 0)
        {
            Send(Request(id, 1, at), at + 1);
        }
        else if (kind <= 2)
        {
            Send(json, at + 1);
        }
        else if (kind <= 4)
        {
            Cancel(id, at);
        }
        else if (kind == 5)
        {
            Send(Nonsense[_random.Next(Nonsense.Length)], at);
            Bad++;
        }

        for (int signals = _random.Next(3); signals > 0; signals--)
        {
            AddSignal(at);
        }

        if (_random.Next(10) == 0)
        {
            AddDelivery(at);
        }
    }

    private string Request(string id, int variant, long at)
    {
        int person = _random.Next(_people);
        string channel = Channels[_random.Next(Channels.Length)];
        long after = at + _random.Next(-300_000, 1_200_000);
        long before = after + (_random.Next(8) == 0 ? _random.Next(0, 120_000) : _random.Next(0, 5_400_000));
        Sent.Add(new ScriptedRequest(id, variant, person, channel, after, before));
        string urgent = _random.Next(10) == 0 ? ",\"priority\":\"urgent\"" : "";
        string hint = _random.Next(3) == 0 ? ",\"latency_estimate_seconds\":90" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"request_id":"{{id}}","shopify_customer_id":"customer-{{person}}","channel":"{{channel}}","provider":"{{Providers[_random.Next(2)]}}","send_after":{{after}},"send_before":{{before}},"arm":"{{Arms[_random.Next(Arms.Length)]}}","metadata":{"variant":"{{variant}}"}{{urgent}}{{hint}}}""");
    }

    private void Send(string text, long at) =>
        Records.Add(new ScriptRecord(null, TopicNames.Requests, _random.Next(Tasks), [], Encoding.UTF8.GetBytes(text), at));

    private void Cancel(string id, long at)
    {
        byte[] key = Encoding.UTF8.GetBytes(id);
        RequestStep step = new() { Kind = RequestStepKind.Cancel, RequestId = id, At = new Timestamp(at) };
        Records.Add(new ScriptRecord(
            null, TopicNames.PersonRequests, Partitioner.PartitionFor(key, Tasks), key, _steps.Bytes(step).ToArray(), at));
    }

    private void AddSignal(long at)
    {
        string type = SignalTypes[_random.Next(SignalTypes.Length)];

        // What lasts for two days has mostly happened two days ago, so that it ends within the run.
        long age = type is "ticket_created" or "complaint" or "survey_negative" ? 48 : type == "payment_failed" ? 24 : type == "unsubscribe_request" ? 168 : 0;
        long happened = age > 0 && _random.Next(4) > 0 ? at - (age * 3_600_000) + _random.Next(0, 2_400_000) : at - _random.Next(0, 20_000);
        AddEvent(type, _random.Next(_people), Channels[_random.Next(Channels.Length)], happened, at, null);
    }

    private void AddDelivery(long at) =>
        AddEvent("delivered", _random.Next(_people), "email", at, at, at - _random.Next(1_000, 240_000));

    private void AddEvent(string type, int person, string channel, long happened, long at, long? sentAt)
    {
        CanonicalEvent value = new()
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"event-{_eventNumber++}"),
            EventType = type,
            OccurredAt = new Timestamp(happened),
            Provider = Providers[_random.Next(2)],
            Channel = channel,
            MessageId = sentAt is null ? null : string.Create(CultureInfo.InvariantCulture, $"message-{_eventNumber}"),
            SentAt = sentAt is { } sent ? new Timestamp(sent) : null,
            DeliveredAt = sentAt is null ? null : new Timestamp(happened),
        };
        value.Identifiers.Add(new EventIdentifier("shopify_customer_id", IdentifierTypes.DefaultSource, string.Create(CultureInfo.InvariantCulture, $"customer-{person}")));
        Signals.Add(new ScriptedSignal(value.EventId, type, person, channel, happened));
        byte[] key = new byte[NodeId.SizeBytes];
        RoutingIdentifier.Choose(value, _hasher).Node.Write(key);
        EventCodec.Write(_events.Begin(), value);
        Records.Add(new ScriptRecord(null, TopicNames.Events, Partitioner.PartitionFor(key, Tasks), key, _events.Bytes.ToArray(), at));
    }
}
