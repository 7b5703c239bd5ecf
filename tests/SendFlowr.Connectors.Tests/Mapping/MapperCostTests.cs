using System.Diagnostics;
using System.Globalization;
using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Model.Events;
using Xunit.Abstractions;

namespace SendFlowr.Connectors.Tests.Mapping;

/// <summary>Bytes per event are asserted; events per second are printed only, since they belong to a machine.</summary>
public class MapperCostTests(ITestOutputHelper output)
{
    private const int Documents = 500;

    [Fact]
    public void a_canonical_event_costs_its_strings_only()
    {
        IEventMapper mapper = new MapperFactory(ConnectorCatalog.Find("canonical").Definition, new MapperOptions()).CreateJson();
        Measure("canonical", mapper, [.. Enumerable.Range(0, Documents).Select(i => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"event_id":"evt-{{{i:D8}}}","event_type":"clicked","occurred_at":"2026-03-0{{{1 + (i % 9)}}}T10:15:30.123Z","provider":"klaviyo","channel":"email","identifiers":[{"type":"email_hash","value":"{{{i:x64}}}"},{"type":"klaviyo_id","source":"eu","value":"01H{{{i:D10}}}"}],"message_id":"m-{{{i}}}","campaign_id":"spring","attributes":{"url":"https://shop.example/p/{{{i}}}","utm_source":"mail"}}""")))]);
    }

    [Fact]
    public void a_csv_event_costs_its_strings_only()
    {
        string definition = Feeds.Plus("identifiers: [{ type: email_hash, path: hash }]\nattributes_from: [{ prefix: utm_ }]");
        CsvHeader header = CsvHeader.Parse("id,ts,kind,hash,utm_source,unused"u8, ',', out _)!;
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(definition, "x"), new MapperOptions()).CreateCsv(header);
        Measure("csv", mapper, [.. Enumerable.Range(0, Documents).Select(i => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"evt-{i:D8},1772359200,clicked,{i:x64},\"mail, \"\"x\"\"\",some more text")))]);
    }

    [Fact]
    public void events_cut_out_of_a_batch_cost_their_strings_only()
    {
        string definition = Feeds.Plus("split: data\nidentifiers: [{ type: esp_user_id, path: user.id, source: { path: $.account } }]");
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(definition, "x"), new MapperOptions()).CreateJson();
        byte[] batch = Encoding.UTF8.GetBytes("{\"account\":\"a\",\"data\":[" + string.Join(',', Enumerable.Range(0, Documents).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$$"""{"id":{{{1000000 + i}}},"kind":"opened","ts":1772359200.5,"user":{"name":"x","id":"u{{{i}}}"},"ua":"Mozilla/5.0 (X11)"}"""))) + "]}");
        Measure("split", mapper, [batch]);
    }

    private void Measure(string name, IEventMapper mapper, byte[][] documents)
    {
        StringSizes sizes = new();
        foreach (byte[] document in documents)
        {
            mapper.Map(document, Recorder.ReceivedAt, sizes);
        }

        Counter counter = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] document in documents)
        {
            mapper.Map(document, Recorder.ReceivedAt, counter);
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)counter.Events;
        double best = 0;
        for (int round = 0; round < 20; round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (byte[] document in documents)
            {
                mapper.Map(document, Recorder.ReceivedAt, counter);
            }

            best = Math.Max(best, Documents / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {best:F0} events/s, {bytes:F0} bytes/event (strings {sizes.Bytes / (double)Documents:F0})"));
        counter.Rejected.ShouldBe(0);
        bytes.ShouldBeLessThanOrEqualTo(sizes.Bytes / (double)Documents);
    }

    private class Counter : IMappingSink
    {
        public long Events { get; private set; }

        public long Rejected { get; private set; }

        public virtual void OnEvent(in MappedEvent mapped) => Events++;

        public void OnIgnored(int index)
        {
        }

        public void OnRejected(in Rejection rejection) => Rejected++;
    }

    /// <summary>What the strings of the events take on the heap if none is shared.</summary>
    private sealed class StringSizes : Counter
    {
        public long Bytes { get; private set; }

        public override void OnEvent(in MappedEvent mapped)
        {
            base.OnEvent(mapped);
            CanonicalEvent source = mapped.Event;
            Add(source.EventId, source.EventType, source.Provider, source.Channel, source.MessageId, source.CampaignId);
            foreach (EventIdentifier identifier in source.Identifiers)
            {
                Add(identifier.Value);
            }

            foreach ((string key, string value) in source.Attributes)
            {
                Add(key, value);
            }
        }

        private void Add(params ReadOnlySpan<string?> strings)
        {
            foreach (string? text in strings)
            {
                Bytes += text is null ? 0 : (22 + (text.Length * 2) + 7) / 8 * 8;
            }
        }
    }
}
