using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Catalog;

public sealed class SchemaCatalogTests
{
    private const string One = """{"type":"record","name":"A","fields":[]}""";
    private const string Two = """{"type":"record","name":"A","fields":[{"name":"f","type":"int","default":0}]}""";
    private const string Other = """{"type":"record","name":"B","fields":[]}""";

    [Fact]
    public void finds_by_name_and_fingerprint()
    {
        SchemaCatalog catalog = Catalog(("schemas/a.avsc", Two), ("released/a/2.avsc", Two), ("released/a/1.avsc", One), ("b.avsc", Other));

        catalog.Names.ShouldBe(["a", "b"]);
        catalog.Current("a").Text.ShouldBe(Two);
        catalog.Current("a").Version.ShouldBeNull();
        catalog.Released("a").Select(schema => schema.Version).ShouldBe([1, 2]);
        catalog.Released("b").ShouldBeEmpty();
        catalog.TryFind(AvroSchema.Parse(One).Fingerprint, out CatalogSchema? first).ShouldBeTrue();
        first!.ToString().ShouldBe("a version 1");
        catalog.TryFind(AvroSchema.Parse(Two).Fingerprint, out CatalogSchema? current).ShouldBeTrue();
        current.ShouldBeSameAs(catalog.Current("a"));
        catalog.TryFind(1, out _).ShouldBeFalse();
        catalog.TryCurrent("c", out _).ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => catalog.Current("c")).Message.ShouldContain("Known are: a, b");
    }

    [Fact]
    public void duplicates_gaps_and_strays_are_refused()
    {
        Error(("a.avsc", One), ("schemas/a.avsc", Two)).ShouldContain("another file for schema 'a'");
        Error(("a.avsc", One), ("b.avsc", One)).ShouldContain("'A' is defined by a.avsc also");
        Error(("a.avsc", "\"int\""), ("b.avsc", Two), ("released/b/1.avsc", "\"int\"")).ShouldContain("fingerprint of b version 1");
        Error(("a.avsc", Two), ("released/a/1.avsc", One), ("released/a/2.avsc", One)).ShouldContain("fingerprint of a version 1");
        Error(("a.avsc", Two), ("released/a/2.avsc", One)).ShouldContain("version 1 is missing");
        Error(("a.avsc", Two), ("released/a/1.avsc", One), ("schemas/released/a/1.avsc", Two)).ShouldContain("version 2 is missing or doubled");
        Error(("released/a/1.avsc", One)).ShouldContain("no current schema");
        Error(("a.txt", One)).ShouldContain("neither form");
        Error(("old/a/1.avsc", One)).ShouldContain("neither form");
        Error(("released/a/x.avsc", One)).ShouldContain("neither form");
        Error(("a.avsc", "{}")).ShouldContain("a.avsc: Avro schema at $: 'type' is missing");
    }

    private static string Error(params (string Path, string Text)[] files) => Should.Throw<AvroSchemaException>(() => Catalog(files)).Message;

    private static SchemaCatalog Catalog(params (string Path, string Text)[] files) =>
        new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));
}
