using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Interop;

/// <summary>Holds what we write and read against npm's avsc, which shares no code with us.</summary>
public sealed class AvscTests(ITestOutputHelper output)
{
    private const int ValuesPerSchema = 100;
    private const int RandomSchemaCount = 60;
    private const int Seed = 20_261_121;

    [AvscFact]
    public void an_independent_implementation_reads_what_we_write_and_writes_what_we_read()
    {
        Random random = new(Seed);
        output.WriteLine($"seed {Seed}, avsc {AvscPackage.Version}");
        List<Group> groups = [.. SchemaTexts(random).Select(text => new Group(text, random))];

        JsonElement answers = Ask(groups);

        int caseCount = 0;
        for (int index = 0; index < groups.Count; index++)
            caseCount += groups[index].Compare(answers[index]);
        caseCount.ShouldBe(groups.Count * ValuesPerSchema);
        output.WriteLine($"{groups.Count} schemas, {caseCount} values each way");
    }

    private static IEnumerable<string> SchemaTexts(Random random)
    {
        foreach (string name in SchemaCatalog.Embedded.Names)
        {
            yield return SchemaCatalog.Embedded.Current(name).Text;
            foreach (CatalogSchema version in SchemaCatalog.Embedded.Released(name))
                yield return version.Text;
        }

        yield return Samples.TortureText;
        for (int count = 0; count < RandomSchemaCount; count++)
            yield return RandomSchemas.RecordText(random);
    }

    private static JsonElement Ask(List<Group> groups)
    {
        JsonObject question = new()
        {
            ["module"] = AvscPackage.ModuleDirectory,
            ["groups"] = new JsonArray([.. groups.Select(group => group.ToJson())]),
        };
        JsonElement root = AvscPackage.Ask("check.js", question);
        root.GetProperty("version").GetString().ShouldBe(AvscPackage.Version);
        return root.GetProperty("answers");
    }

    private sealed class Group
    {
        private readonly AvroSchema schema;
        private readonly string text;
        private readonly List<AvroValue> values = [];

        public Group(string text, Random random)
        {
            this.text = text;
            schema = AvroSchema.Parse(text);
            RandomValues source = new(random, jsonSafe: true);
            for (int count = 0; count < ValuesPerSchema; count++)
                values.Add(source.Next(schema));
        }

        public JsonObject ToJson()
        {
            JsonArray cases = [];
            foreach (AvroValue value in values)
            {
                cases.Add(new JsonObject
                {
                    ["hex"] = Convert.ToHexStringLower(Samples.Bytes(schema, value)),
                    ["json"] = SpecificationJson.Write(schema, value)!.ToJsonString(),
                });
            }

            return new JsonObject { ["schema"] = text, ["cases"] = cases };
        }

        /// <returns>How many values were compared.</returns>
        public int Compare(JsonElement answer)
        {
            answer.GetProperty("canonical").GetString().ShouldBe(schema.CanonicalForm);
            answer.GetProperty("md5").GetString().ShouldBe(Md5(schema.CanonicalForm));
            DatumReader reader = new(schema);
            int index = 0;
            foreach (JsonElement result in answer.GetProperty("cases").EnumerateArray())
            {
                AvroValue value = values[index++];
                SpecificationJson.Read(schema, JsonElement.Parse(result.GetProperty("json").GetString()!)).ShouldBe(value);
                byte[] bytes = Convert.FromHexString(result.GetProperty("hex").GetString()!);
                reader.Read(bytes).ShouldBe(value);
                bytes.ShouldBe(Samples.Bytes(schema, value));
            }

            return index;
        }

        // MD5 is what the other side offers for its canonical form; nothing rests on its strength.
#pragma warning disable CA5351
        private static string Md5(string form) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(form)));
#pragma warning restore CA5351
    }
}
