using System.Security.Cryptography;
using System.Text;
using SendFlowr.Avro.Generic;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.DeadLetters;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Normalize;

public sealed class FeedBindingTests : IDisposable
{
    private readonly TestPipeline _pipeline = new();
    private readonly MapperFactory _mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void documents_of_several_sources_wait_side_by_side_and_keep_their_origin()
    {
        using FeedBinding json = _pipeline.Host.Feeds.Bind("http", _mappers.CreateJson);
        using FeedBinding other = _pipeline.Host.Feeds.Bind("file", () => new RefusingMapper());
        for (int i = 0; i < 6; i++)
        {
            Feed(task: 0, (batch, now) =>
            {
                json.Add(batch, "{ truncated"u8, now, i);
                other.Add(batch, "whatever"u8, now, i);
            });
        }

        _pipeline.Host.Drain();
        IReadOnlyList<AvroRecord> letters = DeadLetterArchive.Read(_pipeline.Host, null);
        letters.Select(letter => $"{letter["source"].AsString()} {letter["offset"].AsLong()} {letter["reason"].AsString()}").Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 6).Select(i => $"file {i} bad_value")
                .Concat(Enumerable.Range(0, 6).Select(i => $"http {i} malformed_json")));
    }

    [Fact]
    public void an_oversize_document_keeps_its_source_its_length_and_its_hash()
    {
        using FeedBinding binding = _pipeline.Host.Feeds.Bind("long", _mappers.CreateJson);
        byte[] hash = SHA256.HashData("all of it"u8);
        Feed(task: 1, (batch, now) => binding.Add(
            batch,
            new SourceDocument { Number = 7, Offset = 7, Bytes = "the beginning"u8, Oversize = new OversizeDocument(RejectionReason.LineTooLong, 99_000_000, hash) },
            now));
        _pipeline.Host.Drain();
        AvroRecord letter = DeadLetterArchive.Read(_pipeline.Host, null).Single();
        (letter["source"].AsString(), letter["raw_bytes"].AsLong(), letter["raw_sha256"].AsString())
            .ShouldBe(("long", 99_000_000, Convert.ToHexStringLower(hash)));
        Encoding.UTF8.GetString(letter["raw"].AsBytes().Span).ShouldBe("the beginning");
    }

    [Fact]
    public void a_document_of_a_source_that_is_not_bound_stops_the_step_and_says_so()
    {
        FeedBinding binding = _pipeline.Host.Feeds.Bind("gone", _mappers.CreateJson);
        Feed(task: 0, (batch, now) => binding.Add(batch, "{}"u8, now, 0));
        binding.Dispose();
        Should.Throw<Exception>(_pipeline.Host.Drain).Message.ShouldContain("not bound");
    }

    [Fact]
    public void no_more_sources_than_the_limit()
    {
        FeedBindings bindings = new();
        List<FeedBinding> bound = [.. Enumerable.Range(0, FeedBindings.Max).Select(i => bindings.Bind($"{i}", _mappers.CreateJson))];
        Should.Throw<InvalidOperationException>(() => bindings.Bind("one more", _mappers.CreateJson)).Message.ShouldContain("'one more'");
        bound[0].Dispose();
        bindings.Bind("one more", _mappers.CreateJson).Dispose();
    }

    [Fact]
    public void many_sources_after_each_other_leave_nothing_behind()
    {
        for (int i = 0; i < 50; i++)
        {
            using FeedBinding binding = _pipeline.Host.Feeds.Bind($"source{i}", _mappers.CreateJson);
            Feed(task: 0, (batch, now) => binding.Add(batch, "{"u8, now, i));
            _pipeline.Host.Drain();
        }

        DeadLetterArchive.Read(_pipeline.Host, null).Select(letter => letter["source"].AsString()).Distinct().Count().ShouldBe(50);
    }

    private void Feed(int task, Action<RecordBatch, long> fill)
    {
        RecordBatch batch = new();
        fill(batch, _pipeline.Host.NowMilliseconds);
        _pipeline.Host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, task, batch);
    }

    private sealed class RefusingMapper : IEventMapper
    {
        public void Map(ReadOnlySpan<byte> document, long receivedAtMilliseconds, IMappingSink sink) =>
            sink.OnRejected(new Rejection(-1, RejectionReason.BadValue, "", "refused", 0, document.Length));
    }
}
