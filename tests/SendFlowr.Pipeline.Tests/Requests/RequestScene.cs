using System.Globalization;
using System.Text;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.DeadLetters;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>A pipeline with requests in it and a clock that stops at every instant at which something is due.</summary>
internal sealed class RequestScene : IDisposable
{
    private static readonly DatumReader TriggerReader = new(SchemaCatalog.Embedded.Current("trigger").Schema);

    private readonly RecordBatch _batch = new();
    private int _events;

    public RequestScene(int partitions = 2)
    {
        Pipeline = new TestPipeline(partitions);
        Gateway = new RequestGateway(Pipeline.Host);
        Start = Now;
    }

    public TestPipeline Pipeline { get; }

    public RequestGateway Gateway { get; private set; }

    /// <summary>When the scene began.</summary>
    public Timestamp Start { get; }

    public Timestamp Now => new(Pipeline.Host.NowMilliseconds);

    public static string Json(string id, Timestamp? after = null, Timestamp? before = null, string more = "", string email = "ann@example.com")
    {
        string Field(string name, Timestamp? time) => time is { } at ? $",\"{name}\":{at.EpochMilliseconds}" : "";
        return $"{{\"request_id\":\"{id}\",\"email\":\"{email}\",\"provider\":\"klaviyo\"{Field("send_after", after)}{Field("send_before", before)}{more}}}";
    }

    public Timestamp In(double seconds) => new(Start.EpochMilliseconds + (long)Math.Round(seconds * 1000));

    public SendRequest Read(string json)
    {
        RequestReceiptContext receipt = new() { Received = Now, ByHttp = true };
        SendRequest? request = RequestJson.Read(Encoding.UTF8.GetBytes(json), receipt, out FieldProblem? problem);
        return request ?? throw new InvalidOperationException(problem!.Detail);
    }

    /// <summary>Submits as HTTP does.</summary>
    public RequestReceipt Submit(string json) => Submit([json])[0];

    public IReadOnlyList<RequestReceipt> Submit(IReadOnlyList<string> jsons) =>
        Gateway.SubmitAsync([.. jsons.Select(Read)], CancellationToken.None).GetAwaiter().GetResult();

    public RequestStatus? Cancel(string id) => Gateway.CancelAsync(id, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Writes to the topic as an orchestrator does.</summary>
    public void Produce(ReadOnlySpan<byte> value, string key = "any", Timestamp? at = null)
    {
        _batch.Clear();
        _batch.Add(Encoding.UTF8.GetBytes(key), value, (at ?? Now).EpochMilliseconds);
        Pipeline.Host.Engine.Append(TopicNames.Requests, _batch, Now.EpochMilliseconds);
        Pipeline.Host.Drain();
    }

    public void Produce(string json) => Produce(Encoding.UTF8.GetBytes(json));

    /// <summary>Takes an event in that happens now.</summary>
    public void Event(string type, string channel = "email", string email = "ann@example.com", Dictionary<string, string>? attributes = null) =>
        Pipeline.Ingest(new SampleEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"scene-{_events++}"),
            Type = type,
            At = Now.EpochMilliseconds,
            Channel = channel,
            Email = email,
            Attributes = attributes,
        });

    /// <summary>Makes a lane as slow as this, by deliveries of other people that end now.</summary>
    public void LaneLatency(double seconds, int deliveries = 300)
    {
        long now = Now.EpochMilliseconds;
        Pipeline.Ingest(Enumerable.Range(0, deliveries).Select(i => new SampleEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"lane-{_events++}"),
            Type = "delivered",
            At = now - i,
            Email = $"lane{i}@example.com",
            Message = string.Create(CultureInfo.InvariantCulture, $"message-{_events}"),
            SentAt = now - i - (long)(seconds * 1000),
            DeliveredAt = now - i,
        }));
        Pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        Pipeline.Host.Drain();
    }

    /// <summary>Moves the clock to an instant, stopping whenever the pipeline says that something is due.</summary>
    public void AdvanceTo(Timestamp instant)
    {
        while (Pipeline.Host.NextDueMilliseconds() is { } due && due <= instant.EpochMilliseconds)
        {
            SetClock(Math.Max(due, Now.EpochMilliseconds));
            Pipeline.Host.Drain();
        }

        SetClock(instant.EpochMilliseconds);
        Pipeline.Host.Drain();
    }

    /// <summary>Moves the clock without anything running, as in an outage.</summary>
    public void Sleep(Timestamp until) => SetClock(until.EpochMilliseconds);

    public void Reopen()
    {
        Pipeline.KillAndReopen();
        Gateway = new RequestGateway(Pipeline.Host);
    }

    public RequestStatus? Find(string id) => Gateway.FindAsync(id, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public RequestStatus Status(string id) => Find(id) ?? throw new InvalidOperationException($"There is no request {id}.");

    public List<AvroRecord> Triggers() =>
        [.. Pipeline.Topic(TopicNames.Triggers, Pipeline.Partitions).Select(record => TriggerReader.Read(Schemas.Trigger.Body(record.Value)).AsRecord())];

    public List<DecisionRecord> Decisions(string? id = null) =>
    [
        .. Pipeline.Topic(TopicNames.Decisions, Pipeline.Partitions).Select(record => DecisionReader.Read(record.Value))
            .Where(record => id is null || record.RequestId == id).OrderBy(record => record.Revision),
    ];

    /// <summary>States of a request's revisions, in order.</summary>
    public string States(string id) => string.Join(' ', Decisions(id).Select(record => $"{record.Revision}:{record.State}"));

    /// <summary>The final states among them.</summary>
    public int Finals(string id) => Decisions(id).Count(record => RequestTransitions.Parse(record.State)!.Value.IsFinal());

    public List<AvroRecord> DeadLetters() => [.. DeadLetterArchive.Read(Pipeline.Host, null)];

    public void Dispose() => Pipeline.Dispose();

    private void SetClock(long milliseconds) => Pipeline.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds - Now.EpochMilliseconds));
}
