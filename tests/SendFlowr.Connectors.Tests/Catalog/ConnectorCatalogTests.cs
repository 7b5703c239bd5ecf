using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Tests.Catalog;

public class ConnectorCatalogTests
{
    [Fact]
    public void canonical_is_built_in_and_shows_its_text()
    {
        CatalogEntry entry = ConnectorCatalog.Find("canonical");
        (entry.Origin, entry.Definition.Name, entry.Definition.RejectUnknownFields).ShouldBe(("built-in", "canonical", true));
        entry.Text.ShouldContain("connector: canonical");
        ConnectorCatalog.BuiltIns.ShouldContain(entry);
    }

    [Fact]
    public void a_path_names_a_definition_file()
    {
        string path = Repository.PathOf("docs/examples/batch_api.yaml");
        ConnectorCatalog.Find(path).Origin.ShouldBe(path);
        using TempFiles files = new();
        Should.Throw<YamlFileException>(() => ConnectorCatalog.Find(files.Write("bad.yaml", "connector: 1x\n")));
    }

    [Fact]
    public void what_is_neither_says_what_there_is() =>
        Should.Throw<ConnectorNotFoundException>(() => ConnectorCatalog.Find("klaviyoo")).Message.ShouldBe(
            "There is no connector 'klaviyoo': it is neither built in (canonical) nor a definition file at that path.");
}
