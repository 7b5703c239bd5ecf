using System.Text.Json;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Ingest;

/// <summary>Avro container files, read through a connector as its users write it.</summary>
public sealed class AvroIngestTests
{
    private const string Schema = """
        {"type":"record","name":"Click","namespace":"shop","fields":[
          {"name":"id","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"email","type":["null","string"]}]}
        """;

    private const string Connector = """
        connector: shop
        event_id: id
        event_type: { const: clicked }
        occurred_at: { path: at, format: rfc3339 }
        provider: shop
        channel: email
        identifiers:
          - { type: email, path: email }
        """;

    [Fact]
    public async Task records_become_events_and_a_bad_one_a_dead_letter_with_its_number()
    {
        using TemporaryFolder folder = new();
        string connector = folder.Write("shop.yaml", Connector);
        string file = Path.Combine(folder.Path, "clicks.avro");
        RecordSchema schema = (RecordSchema)AvroSchema.Parse(Schema);
        using (FileStream stream = File.Create(file))
        {
            using ContainerWriter writer = new(stream, Schema, new byte[ContainerHeader.SyncMarkerBytes], new() { Codec = ContainerCodec.Snappy });
            for (int number = 1; number <= 5; number++)
            {
                writer.Append(AvroValue.FromRecord(AvroRecord.Create(
                    schema,
                    ("id", AvroValue.FromString($"c-{number}")),
                    ("at", AvroValue.FromLong(number == 4 ? 0 : 1_795_000_000_000 + (number * 3_600_000L))),
                    ("email", AvroValue.FromString("ann@example.com")))));
            }
        }

        JsonElement result = await Json(folder, "ingest", file, "--connector", connector);

        result.GetProperty("read").GetInt32().ShouldBe(5);
        result.GetProperty("accepted").GetInt32().ShouldBe(4);
        result.GetProperty("dead_letters").GetInt32().ShouldBe(1);
        (await Json(folder, "ingest", file, "--connector", connector)).GetProperty("duplicate").GetInt32().ShouldBe(4);
        ProcessRun letters = await BuiltProgram.RunAsync(folder, "deadletters", "list", "--json");
        letters.Output.ShouldContain("\"offset\":4");
        letters.Output.ShouldContain("shop:clicks.avro");
    }

    [Fact]
    public async Task a_file_that_was_cut_short_is_a_failure_that_names_the_byte()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "clicks.avro");
        using (FileStream stream = File.Create(file))
        {
            new ContainerWriter(stream, Schema, new byte[ContainerHeader.SyncMarkerBytes]).Dispose();
            stream.Write([2, 20, 1]);
        }

        ProcessRun run = await BuiltProgram.RunAsync(folder, "ingest", file, "--connector", folder.Write("shop.yaml", Connector));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("clicks.avro: At byte ");
        run.Error.ShouldContain("takes 10 bytes, 1 are left: the file was cut short. Fetch it again.");
    }

    private static async Task<JsonElement> Json(TemporaryFolder folder, params string[] words)
    {
        ProcessRun run = await BuiltProgram.RunAsync(folder, [.. words, "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
