using System.Globalization;
using System.Text;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Requests;

public sealed class PendingScaleTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 100_000;
    private const int MostBytesEach = 300;

    /// <summary>An entry of the heap of triggers.</summary>
    private const double TimerBytes = 24;

    private readonly RequestScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void a_hundred_thousand_pending_take_little_survive_reopening_and_leave_once()
    {
        long before = _scene.Pipeline.Host.Engine.Statistics.TableBytes;
        long requestBytes = Produce();
        Pending().ShouldBe(Count);
        _scene.Reopen();
        double each = TimerBytes + ((double)(_scene.Pipeline.Host.Engine.Statistics.TableBytes - before - requestBytes) / Count);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{each:0} bytes a pending request beside its own {(double)requestBytes / Count:0}: {Parts()}"));
        Pending().ShouldBe(Count);
        each.ShouldBeLessThan(MostBytesEach);
        _scene.AdvanceTo(_scene.In(7200));
        Pending().ShouldBe(0);
        _scene.Pipeline.Host.NextDueMilliseconds().ShouldBeNull();
        Enumerable.Range(0, _scene.Pipeline.Partitions).Sum(task => _scene.Pipeline.Host.Engine.EndOffset(TopicNames.Triggers, task)).ShouldBe(Count);
        _scene.Status("r0").State.ShouldBe(RequestState.Triggered);
        _scene.Status($"r{Count - 1}").State.ShouldBe(RequestState.Triggered);
    }

    /// <summary>Appends all, one a person, and returns the bytes of their bodies.</summary>
    private long Produce()
    {
        RecordBatch batch = new();
        Avro.Binary.AvroWriter writer = new();
        long bytes = 0;
        for (int i = 0; i < Count; i++)
        {
            string json = RequestScene.Json(string.Create(CultureInfo.InvariantCulture, $"r{i}"), _scene.In(3600), _scene.In(7200), email: $"p{i}@example.com");
            batch.Add([(byte)(i % 2)], Encoding.UTF8.GetBytes(json), _scene.Now.EpochMilliseconds);
            writer.Clear();
            RequestCodec.Write(writer, _scene.Read(json));
            bytes += writer.Length;
        }

        _scene.Pipeline.Host.Engine.Append(TopicNames.Requests, batch, _scene.Now.EpochMilliseconds);
        _scene.Pipeline.Host.Drain();
        return bytes;
    }

    private long Pending() =>
        Enumerable.Range(0, _scene.Pipeline.Partitions).Sum(task => _scene.Pipeline.Host.Engine.Table(PersonTopology.Name, task, RequestTables.Pending).Count);

    private string Parts() => string.Join(", ", new[] { RequestTables.Home, RequestTables.Pending, RequestTables.PendingOf }
        .Select(table => $"{table} {_scene.Pipeline.Rows(table).Values.Sum(row => row.Length / 2) / Count} bytes"));
}
