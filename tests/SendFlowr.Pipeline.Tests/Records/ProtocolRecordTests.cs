using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

/// <summary>The records of the learning protocol are what their schemas say, and come back.</summary>
public sealed class ProtocolRecordTests(ITestOutputHelper output)
{
    private static AvroRecord Generic(string schema, WireSchema wire, ReadOnlySpan<byte> record) =>
        new DatumReader(SchemaCatalog.Embedded.Current(schema).Schema).Read(wire.Body(record)).AsRecord();

    [Fact]
    public void priors_records_follow_their_schema_and_come_back() => Law.Holds(output, 100, random =>
    {
        byte[] state = random.Bytes(50);
        string digest = random.Text();
        PriorsRecord written = new()
        {
            Kind = (PriorsKind)random.Next(3),
            Run = random.NextInt64(),
            FromDay = random.Next(-1, 99_999),
            Day = random.Next(-1, 99_999),
            Version = random.NextInt64(),
            State = state,
        };
        RecordWriter writer = new(Schemas.Priors);
        written.Write(writer.Begin(), digest);
        PriorsRecord read = PriorsRecord.Read(Schemas.Priors.Body(writer.Bytes));
        (read.Kind, read.Run, read.FromDay, read.Day, read.Version)
            .ShouldBe((written.Kind, written.Run, written.FromDay, written.Day, written.Version));
        read.State.ToArray().ShouldBe(state);
        AvroRecord generic = Generic("priors", Schemas.Priors, writer.Bytes);
        generic["kind"].AsEnumSymbol().ShouldBe(written.Kind.ToString(), StringCompareShould.IgnoreCase);
        generic["digest"].AsString().ShouldBe(digest);
        generic["state"].AsBytes().ToArray().ShouldBe(state);
    });

    [Fact]
    public void sums_records_follow_their_schema_and_come_back() => Law.Holds(output, 100, random =>
    {
        byte[] payload = random.Bytes(50);
        SumsRecord written = new()
        {
            Kind = (SumsKind)random.Next(4),
            Run = random.NextInt64(),
            Task = random.Next(-1, 4096),
            FromDay = random.Next(-1, 99_999),
            Day = random.Next(-1, 99_999),
            Payload = payload,
        };
        RecordWriter writer = new(Schemas.Sums);
        written.Write(writer.Begin());
        SumsRecord read = SumsRecord.Read(Schemas.Sums.Body(writer.Bytes));
        (read.Kind, read.Run, read.Task, read.FromDay, read.Day).ShouldBe((written.Kind, written.Run, written.Task, written.FromDay, written.Day));
        read.Payload.ToArray().ShouldBe(payload);
        AvroRecord generic = Generic("sums", Schemas.Sums, writer.Bytes);
        generic["kind"].AsEnumSymbol().ShouldBe(written.Kind.ToString(), StringCompareShould.IgnoreCase);
        generic["task"].AsInt().ShouldBe(written.Task);
    });
}
