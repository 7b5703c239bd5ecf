using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SendFlowr.Audience;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Timelines;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>
/// The orchestrator's side: requests a message to everybody each morning, and sends by the triggers that come, through the simulated
/// lanes. It knows topics only. Belongs to whoever owns the engine at the time.
/// </summary>
internal sealed class DemoOrchestrator : IDisposable
{
    private const string IdPrefix = "demo-";

    private static readonly string[] ArmNames = ["minute_latency", "minute", "hour", "fixed"];

    private static readonly int TriggerPartitions = TopicCatalog.Get(TopicNames.Triggers).Partitions;

    private readonly SimulatedAudience _audience;
    private readonly AudienceTimeline _timeline;
    private readonly EmbeddedPipeline _host;
    private readonly DemoExperiment _experiment;
    private readonly RecordBatch _requests = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private long _readSince;
    private long _readPosition = -1;

    public DemoOrchestrator(SimulatedAudience audience, AudienceTimeline timeline, EmbeddedPipeline host, DemoExperiment experiment)
    {
        _audience = audience;
        _timeline = timeline;
        _host = host;
        _experiment = experiment;
        _writer = new Utf8JsonWriter(_json);
    }

    /// <summary>Triggers read so far.</summary>
    public long Triggers { get; private set; }

    public static string NameOf(DecisionArm arm) => ArmNames[(int)arm];

    public void Dispose() => _writer.Dispose();

    /// <summary>Requests a message to everybody, to arrive within a day from the campaign's hour. Who is off the list, the engine must know.</summary>
    public void RequestAll(long day)
    {
        _requests.Clear();
        foreach (SimulatedPerson person in _audience.People)
        {
            _experiment.Requested(person.Index);
            string id = IdOf(day, person.Index);
            Write(id, person, day);
            _requests.Add(Encoding.UTF8.GetBytes(id), _json.WrittenSpan, _host.NowMilliseconds);
        }

        _host.Engine.Append(TopicNames.Requests, _requests, _host.NowMilliseconds);
    }

    /// <summary>Sends by every trigger that has come since the last call.</summary>
    public void SendTriggered()
    {
        if (CountTriggers() == Triggers)
        {
            return;
        }

        long position = _readPosition;
        foreach (TopicRecord record in _host.Engine.ReadTopic(TopicNames.Triggers, _readSince, static (_, _) => true))
        {
            // The frames of that millisecond may have been read before.
            if (record.LogPosition > _readPosition)
            {
                Send(DemoTrigger.Read(record.Value));
                (position, _readSince) = (record.LogPosition, record.TimestampMilliseconds);
            }
        }

        _readPosition = position;
    }

    /// <summary>The request of a person on a day.</summary>
    public static string IdOf(long day, int person) => string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{day}-{person}");

    /// <summary>The person of a request made here; false of one that somebody else made, who sees to it.</summary>
    private bool TryPersonOf(string requestId, out int person)
    {
        person = 0;
        return requestId.StartsWith(IdPrefix, StringComparison.Ordinal)
            && int.TryParse(requestId.AsSpan(requestId.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out person)
            && person < _audience.People.Count;
    }

    private void Send(DemoTrigger trigger)
    {
        Triggers++;
        if (!TryPersonOf(trigger.RequestId, out int index))
        {
            return;
        }

        SimulatedPerson person = _audience.People[index];
        MessageName name = new($"m-{trigger.RequestId}", trigger.RequestId, trigger.CampaignId);
        Message message = _audience.Deliver(person, trigger.EmittedAt, name);
        _timeline.Add(message);
        _experiment.Delivered(message, trigger);
    }

    private long CountTriggers()
    {
        long count = 0;
        for (int partition = 0; partition < TriggerPartitions; partition++)
        {
            count += _host.Engine.EndOffset(TopicNames.Triggers, partition);
        }

        return count;
    }

    private void Write(string id, SimulatedPerson person, long day)
    {
        Timestamp after = DemoPlan.At(day, DemoPlan.CampaignHour);
        _json.ResetWrittenCount();
        _writer.Reset(_json);
        _writer.WriteStartObject();
        _writer.WriteString("request_id", id);
        _writer.WriteString("email", person.Email);
        _writer.WriteString("channel", "email");
        _writer.WriteString("provider", _audience.Lanes[person.LaneIndex].Lane.Provider);
        _writer.WriteString("campaign_id", string.Create(CultureInfo.InvariantCulture, $"campaign-{day}"));
        _writer.WriteString("template", "newsletter");
        _writer.WriteString("send_after", after.ToString());
        _writer.WriteString("send_before", after.Plus(DemoPlan.Window).ToString());
        _writer.WriteString("arm", NameOf(_experiment.ArmOf(person.Index)));
        _writer.WriteEndObject();
        _writer.Flush();
    }
}
