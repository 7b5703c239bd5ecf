using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Tests.Yaml;

public class YamlMapTests
{
    private readonly YamlErrors errors = new("c.yaml");

    [Fact]
    public void reads_typed_values()
    {
        YamlMap map = Parse("name: x\nsize: 12\non: true\nmode: b\nlist: [1, 2]\none: 1\ninner: { k: v }\n");
        map.RequiredText("name").ShouldBe("x");
        map.Integer("size", 1, 100, 5).ShouldBe(12);
        map.Integer("absent", 1, 100, 5).ShouldBe(5);
        map.Flag("on", false).ShouldBeTrue();
        map.Choice("mode", [("a", 1), ("b", 2)], 0).ShouldBe(2);
        map.List("list").Select(node => node.Text).ShouldBe(["1", "2"]);
        map.List("one").Select(node => node.Text).ShouldBe(["1"]);
        map.Map("inner")!.Text("k").ShouldBe("v");
        map.End();
        errors.Any.ShouldBeFalse();
    }

    [Fact]
    public void reports_every_error_with_place_value_and_what_is_allowed()
    {
        YamlMap map = Parse("size: 900\non: yes\nmode: c\nempty:\nname: [x]\ntypo: 1\n");
        map.Integer("size", 1, 100, 5).ShouldBe(5);
        map.Flag("on", false);
        map.Choice("mode", [("a", 1), ("b", 2)], 0);
        map.Text("empty").ShouldBeNull();
        map.Text("name").ShouldBeNull();
        map.RequiredText("missing");
        map.End();
        errors.All.Select(error => error.ToString()).ShouldBe(
        [
            "c.yaml:1:1: missing: this key is required.",
            "c.yaml:1:7: size: expected a whole number from 1 to 100, found '900'.",
            "c.yaml:2:5: on: 'yes' is not allowed; allowed are true, false.",
            "c.yaml:3:7: mode: 'c' is not allowed; allowed are a, b.",
            "c.yaml:4:7: empty: has no value; give one or remove the key.",
            "c.yaml:5:7: name: expected a text, found a list.",
            "c.yaml:6:1: unknown key 'typo'; allowed are empty, missing, mode, name, on, size.",
        ]);
    }

    [Fact]
    public void a_nested_place_is_named_by_its_path()
    {
        YamlMap inner = Parse("a: { b: { c: 1, d: 2 } }").Map("a")!.Map("b")!;
        inner.Text("c");
        inner.End();
        errors.All.Single().ToString().ShouldBe("c.yaml:1:17: a.b: unknown key 'd'; allowed are c.");
    }

    [Fact]
    public void throws_with_all_errors_at_once()
    {
        YamlMap map = Parse("x: 1\ny: 2\n");
        map.End();
        YamlFileException exception = Should.Throw<YamlFileException>(errors.ThrowIfAny);
        exception.Errors.Count.ShouldBe(2);
        exception.Message.ShouldContain("c.yaml:2:1");
    }

    private YamlMap Parse(string text) => new(YamlDocument.Parse(text, errors)!, "", errors);
}
