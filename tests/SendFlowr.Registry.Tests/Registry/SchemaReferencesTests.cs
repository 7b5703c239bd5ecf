using System.Text.Json.Nodes;
using SendFlowr.Avro.Schemas;
using SendFlowr.Registry.Tests.Support;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Registry.Tests.Registry;

/// <summary>Schemas that name types of other subjects.</summary>
public sealed class SchemaReferencesTests : IDisposable
{
    private readonly ScriptedRegistry registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task a_schema_is_one_text_with_all_that_it_refers_to()
    {
        registry.Answer(200, Answer("""["shop.Click","shop.Sale"]""", ("shop.Click", "click", 1), ("shop.Sale", "sale", 4)));
        registry.Answer(200, Answer("""{"type":"record","name":"Click","namespace":"shop","fields":[{"name":"who","type":"Person"}]}""", ("shop.Person", "person", 2)));
        registry.Answer(200, Answer("""{"type":"record","name":"shop.Person","fields":[{"name":"email","type":["null","string"]}]}"""));
        registry.Answer(200, Answer("""{"type":"record","name":"shop.Sale","fields":[{"name":"buyers","type":{"type":"array","items":"Person"}}]}""", ("shop.Person", "person", 2)));

        using RegistryClient client = Client();
        AvroSchema schema = AvroSchema.Parse((await client.FindSchemaAsync(7, default))!);

        AvroSchema expected = AvroSchema.Parse(
            """
            [{"type":"record","name":"shop.Click","fields":[{"name":"who","type":
               {"type":"record","name":"shop.Person","fields":[{"name":"email","type":["null","string"]}]}}]},
             {"type":"record","name":"shop.Sale","fields":[{"name":"buyers","type":{"type":"array","items":"shop.Person"}}]}]
            """);
        schema.CanonicalForm.ShouldBe(expected.CanonicalForm);
        registry.Asked.ShouldBe(["GET /schemas/ids/7", "GET /subjects/click/versions/1", "GET /subjects/person/versions/2", "GET /subjects/sale/versions/4"]);
    }

    [Fact]
    public void a_type_without_a_namespace_keeps_none_and_names_are_found_in_their_namespace_first()
    {
        Dictionary<string, string> definitions = new()
        {
            ["Bare"] = """{"type":"enum","name":"Bare","symbols":["A"]}""",
            ["n.Near"] = """{"type":"fixed","name":"Near","namespace":"n","size":2}""",
            ["Near"] = """{"type":"fixed","name":"Near","size":9}""",
        };
        string text = new SchemaInliner(definitions).Inline(
            """
            {"type":"record","name":"n.R","fields":[{"name":"a","type":"Bare"},{"name":"b","type":{"type":"map","values":"Near"}},
              {"name":"c","type":{"type":"Near"}},{"name":"d","type":"R"},{"name":"e","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """);

        RecordSchema schema = (RecordSchema)AvroSchema.Parse(text);
        schema.Field("a")!.Schema.TypeName.ShouldBe("Bare");
        ((FixedSchema)((MapSchema)schema.Field("b")!.Schema).Values).Size.ShouldBe(2);
        schema.Field("c")!.Schema.TypeName.ShouldBe("n.Near");
        schema.Field("e")!.Schema.LogicalType!.Name.ShouldBe("timestamp-millis");
    }

    [Fact]
    public async Task references_that_lead_nowhere_or_back_are_no_trap()
    {
        registry.Answer(200, Answer("\"a.A\"", ("a.A", "a", 1))).Answer(404, """{"error_code":40401,"message":"Subject 'a' not found"}""");
        using RegistryClient client = Client();
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default))).Message.ShouldContain(
            "refuses 'a.A' (version 1 of 'a'), which the schema with the id 7 refers to with status 404: Subject 'a' not found");

        registry.Answer(200, Answer("\"a.A\"", ("a.A", "a", 1))).Answer(200, Answer("""{"type":"record","name":"a.A","fields":[]}""", ("a.A", "a", 1)));
        (await client.FindSchemaAsync(8, default)).ShouldBe("""{"type":"record","name":"a.A","fields":[]}""");

        registry.Answer(200, """{"schema":"\"int\"","references":[{"name":"a"}]}""");
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(9, default))).Fault.ShouldBe(RegistryFault.NotARegistry);

        registry.Answer(200, Answer("""{"type":"int","type":"int"}""", ("b.B", "b", 1))).Answer(200, Answer("\"int\""));
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(11, default))).Fault.ShouldBe(RegistryFault.Unsupported);

        registry.Answer(200, Answer("no JSON", ("b.B", "b", 1))).Answer(200, Answer("\"int\""));
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(10, default))).Message.ShouldContain("has one that is no JSON");
    }

    [Fact]
    public async Task a_chain_of_references_without_end_is_cut()
    {
        for (int link = 0; link <= 100; link++)
        {
            registry.Answer(200, Answer("\"int\"", ($"t{link}", $"t{link}", 1)));
        }

        using RegistryClient client = Client();
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default))).Message.ShouldContain("refers to more than 100 others");
        registry.Asked.Count.ShouldBe(101);
    }

    private static string Answer(string schema, params (string Name, string Subject, int Version)[] references) => new JsonObject
    {
        ["schema"] = schema,
        ["references"] = new JsonArray([.. references.Select(static reference => new JsonObject
        {
            ["name"] = reference.Name, ["subject"] = reference.Subject, ["version"] = reference.Version,
        })]),
    }.ToJsonString();

    private RegistryClient Client() => new(new RegistryOptions { Address = new Uri("http://registry:8081") }, TimeProvider.System, registry);
}
