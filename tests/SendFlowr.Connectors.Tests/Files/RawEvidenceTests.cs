using System.Security.Cryptography;
using System.Text;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

public class RawEvidenceTests
{
    [Fact]
    public void a_member_of_a_batch_keeps_its_own_bytes()
    {
        const string document = """{"events":[{"id":"1"},{"id":"2"}]}""";
        Recorder recorder = Recorder.MapJson(Feeds.Plus("split: events"), document);
        RawEvidence evidence = RawEvidence.Of(Encoding.ASCII.GetBytes(document), recorder.Rejections[1]);
        Encoding.ASCII.GetString(evidence.Prefix).ShouldBe("{\"id\":\"2\"}");
        evidence.TotalBytes.ShouldBe(10);
        evidence.Sha256.ShouldBe(SHA256.HashData("{\"id\":\"2\"}"u8));
    }

    [Fact]
    public void the_beginning_of_a_large_event_is_kept_and_all_of_it_is_hashed()
    {
        byte[] document = new byte[200_000];
        document.AsSpan().Fill((byte)'x');
        RawEvidence evidence = RawEvidence.Of(document, new Rejection(-1, RejectionReason.MalformedJson, "", "x", 0, document.Length));
        evidence.Prefix.Length.ShouldBe(64 << 10);
        evidence.TotalBytes.ShouldBe(200_000);
        evidence.Sha256.ShouldBe(SHA256.HashData(document));
    }

    [Fact]
    public void a_line_over_the_limit_brings_its_length_and_hash()
    {
        using TempFiles files = new();
        string path = files.Write("a.ndjson", new string('y', 3000));
        using FileSource source = FileSource.Open(path, new FileSourceOptions { MaxLineBytes = 1000, BatchBytes = 256 });
        DocumentBatch batch = new();
        source.TryReadBatch(batch).ShouldBeTrue();
        Recorder recorder = new();
        batch[0].MapTo(new MapperFactory(SendFlowr.Connectors.Catalog.ConnectorCatalog.Find("canonical").Definition, new MapperOptions()).CreateJson(), Recorder.ReceivedAt, recorder);
        Rejection rejection = recorder.SingleRejection();
        rejection.Reason.ShouldBe(RejectionReason.LineTooLong);
        rejection.Detail.ShouldBe("the line has 3000 bytes, more than the limit; is a line end missing?");
        RawEvidence evidence = RawEvidence.Of(batch[0], rejection);
        (evidence.TotalBytes, evidence.Prefix.Length).ShouldBe((3000, rejection.RawLength));
        evidence.Sha256.ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes(new string('y', 3000))));
    }
}
