using System.Buffers;
using System.Text.Json;
using SendFlowr.Audience;
using SendFlowr.Audience.Events;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Events;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Records;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>Hands what the audience does to the pipeline as the JSON of a feed, like any platform's events. Not thread-safe.</summary>
internal sealed class DemoFeed : IDisposable
{
    private readonly SimulatedAudience _audience;
    private readonly EmbeddedPipeline _host;
    private readonly RecordBatch[] _batches;
    private readonly CanonicalEvent _event = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private readonly FeedBinding _binding;

    public DemoFeed(SimulatedAudience audience, EmbeddedPipeline host)
    {
        _audience = audience;
        _host = host;
        _writer = new Utf8JsonWriter(_json);
        _batches = [.. Enumerable.Range(0, host.Engine.PartitionCount(NormalizeTopology.Name)).Select(_ => new RecordBatch())];
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        _binding = host.Feeds.Bind("demo", mappers.CreateJson);
    }

    /// <summary>Events added so far.</summary>
    public long Events { get; private set; }

    /// <summary>Adds an event. All of one person go to one task, in their order.</summary>
    public void Add(in AudienceEvent happened)
    {
        _audience.Write(happened, _event);
        _json.ResetWrittenCount();
        _writer.Reset(_json);
        CanonicalEventWriter.Write(_writer, _event);
        _writer.Flush();
        _binding.Add(_batches[happened.PersonIndex % _batches.Length], _json.WrittenSpan, _host.NowMilliseconds, Events);
        Events++;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _binding.Dispose();
    }

    /// <summary>Hands over what was added; the next steps process it.</summary>
    public void Flush()
    {
        for (int task = 0; task < _batches.Length; task++)
        {
            if (_batches[task].Count > 0)
            {
                _host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, task, _batches[task]);
                _batches[task].Clear();
            }
        }
    }
}
