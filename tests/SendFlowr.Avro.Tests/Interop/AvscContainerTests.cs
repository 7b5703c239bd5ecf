using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using SendFlowr.Avro.Wire;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Interop;

/// <summary>Holds container files of every codec, and messages in the wire format, against npm's avsc and snappyjs, which share no code with
/// us.</summary>
public sealed class AvscContainerTests(ITestOutputHelper output)
{
    private const int ValuesPerFile = 50;
    private const int RandomSchemaCount = 10;
    private const int Seed = 20_261_122;

    [AvscFact]
    public void an_independent_implementation_reads_our_files_and_messages_and_writes_files_and_messages_that_we_read()
    {
        Random random = new(Seed);
        output.WriteLine($"seed {Seed}, avsc {AvscPackage.Version}, snappyjs {AvscPackage.SnappyVersion}");
        List<Group> groups = [.. SchemaTexts(random).SelectMany(text => Enum.GetValues<ContainerCodec>().Select(codec => new Group(text, codec, random)))];
        JsonObject question = new()
        {
            ["avsc"] = AvscPackage.ModuleDirectory,
            ["snappyjs"] = AvscPackage.SnappyDirectory,
            ["groups"] = new JsonArray([.. groups.Select(group => group.ToJson())]),
        };

        JsonElement answers = AvscPackage.Ask("containers.js", question).GetProperty("answers");

        answers.GetArrayLength().ShouldBe(groups.Count);
        for (int index = 0; index < groups.Count; index++)
            groups[index].Compare(answers[index]);
        output.WriteLine($"{groups.Count} files of {ValuesPerFile} values each way");
    }

    private static IEnumerable<string> SchemaTexts(Random random)
    {
        yield return SchemaCatalog.Embedded.Current("event").Text;
        yield return Samples.TortureText;
        for (int count = 0; count < RandomSchemaCount; count++)
            yield return RandomSchemas.RecordText(random);
    }

    private sealed class Group
    {
        private readonly string text;
        private readonly ContainerCodec codec;
        private readonly AvroSchema schema;
        private readonly List<AvroValue> values;
        private readonly byte[] message;
        private readonly int schemaId;

        public Group(string text, ContainerCodec codec, Random random)
        {
            this.text = text;
            this.codec = codec;
            schema = AvroSchema.Parse(text);
            RandomValues source = new(random, jsonSafe: true);
            values = [.. Enumerable.Range(0, ValuesPerFile).Select(_ => source.Next(schema))];
            schemaId = random.Next();
            AvroWriter writer = new();
            WireFormat.WriteHeader(writer, schemaId);
            new DatumWriter(schema).Write(values[0], writer);
            message = writer.WrittenSpan.ToArray();
        }

        public JsonObject ToJson() => new()
        {
            ["schema"] = text,
            ["codec"] = BlockCodec.NameOf(codec),
            ["file"] = Convert.ToHexStringLower(ContainerFiles.Write(text, values, codec, blockBytes: 300)),
            ["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(Text(value)))]),
            ["wire"] = Convert.ToHexStringLower(message),
        };

        public void Compare(JsonElement answer)
        {
            answer.GetProperty("codec").GetString().ShouldBe(BlockCodec.NameOf(codec));
            answer.GetProperty("values").EnumerateArray().Select(value => Value(value.GetString()!)).ShouldBe(values);
            ContainerFiles.Read(Convert.FromHexString(answer.GetProperty("file").GetString()!)).ShouldBe(values);

            JsonElement wire = answer.GetProperty("wire");
            wire.GetProperty("id").GetInt32().ShouldBe(schemaId);
            Value(wire.GetProperty("json").GetString()!).ShouldBe(values[0]);
            WireDecoder decoder = new(id => id == schemaId ? text : null);
            decoder.Read(Convert.FromHexString(wire.GetProperty("hex").GetString()!)).ShouldBe(values[0]);
        }

        private string Text(AvroValue value) => SpecificationJson.Write(schema, value)!.ToJsonString();

        private AvroValue Value(string json) => SpecificationJson.Read(schema, JsonElement.Parse(json));
    }
}
