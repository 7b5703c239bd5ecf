using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Tests.Support;

/// <summary>Keeps outcomes in a form that can be compared: events as canonical JSON.</summary>
internal sealed class Recorder : IMappingSink
{
    /// <summary>2026-11-21T12:00:00Z, the receipt of every event in these tests.</summary>
    public const long ReceivedAt = 1_795_262_400_000;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public List<string> Events { get; } = [];

    public List<int> EventIndexes { get; } = [];

    public List<DroppedIdentifier> Dropped { get; } = [];

    public List<int> Ignored { get; } = [];

    public List<Rejection> Rejections { get; } = [];

    public int Count => Events.Count + Ignored.Count + Rejections.Count;

    public void OnEvent(in MappedEvent mapped)
    {
        Events.Add(ToJson(mapped.Event));
        EventIndexes.Add(mapped.Index);
        Dropped.AddRange(mapped.Dropped);
    }

    public void OnIgnored(int index) => Ignored.Add(index);

    public void OnRejected(in Rejection rejection) => Rejections.Add(rejection);

    /// <summary>Maps one JSON document by a definition.</summary>
    public static Recorder MapJson(string definition, string document, string? country = null) =>
        MapJson(ConnectorDefinitionLoader.Load(definition, "test.yaml"), Encoding.UTF8.GetBytes(document), country);

    public static Recorder MapJson(ConnectorDefinition definition, byte[] document, string? country = null)
    {
        Recorder recorder = new();
        new MapperFactory(definition, new MapperOptions { DefaultCountry = country }).CreateJson().Map(document, ReceivedAt, recorder);
        return recorder;
    }

    public static Recorder MapCanonical(string document) =>
        MapJson(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, Encoding.UTF8.GetBytes(document));

    /// <summary>The only event, as JSON.</summary>
    public JsonElement SingleEvent()
    {
        Rejections.ShouldBeEmpty();
        Events.Count.ShouldBe(1);
        return JsonDocument.Parse(Events[0]).RootElement;
    }

    /// <summary>The only rejection.</summary>
    public Rejection SingleRejection()
    {
        Events.ShouldBeEmpty();
        Rejections.Count.ShouldBe(1);
        return Rejections[0];
    }

    public static string ToJson(SendFlowr.Model.Events.CanonicalEvent source)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, WriterOptions))
        {
            CanonicalEventWriter.Write(writer, source);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
