using System.Globalization;
using System.Text;
using System.Text.Json;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Mapping;

/// <summary>Captures of the one-pass scanner against lookups in a parsed document.</summary>
public class JsonDifferentialTests
{
    private static readonly string[] Paths = ["a", "b.a", "b.c", "c[0]", "c[2].a", "\"odd.key\"", "d.a.b", "a.b", "c[1][0]"];

    [Fact]
    public void scanning_agrees_with_a_parsed_document()
    {
        const int seed = 77;
        Random random = new(seed);
        string definition = Feeds.Plus("attributes:\n" + string.Join('\n', Paths.Select((path, index) => $"  p{index}: '{path}'")));
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(definition, "x"), new MapperOptions()).CreateJson();
        int compared = 0;
        for (int round = 0; round < 20_000; round++)
        {
            StringBuilder text = new("{\"id\":\"1\",\"kind\":\"clicked\",\"ts\":1772359200");
            foreach (string key in (string[])["a", "b", "c", "odd.key", "d"])
            {
                if (random.Next(4) > 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $",{Key(random, key)}:{Value(random, 0)}");
                }
            }

            string document = text.Append('}').ToString();
            Recorder recorder = new();
            mapper.Map(Encoding.UTF8.GetBytes(document), Recorder.ReceivedAt, recorder);
            string expected = Expected(document);
            string actual = recorder.Rejections.Count > 0 ? recorder.Rejections[0].Reason.Text() : Attributes(recorder.Events[0]);
            actual.ShouldBe(expected, $"seed {seed}, round {round}: {document}");
            compared += recorder.Events.Count;
        }

        compared.ShouldBeGreaterThan(2000);
    }

    private static string Attributes(string canonical)
    {
        JsonElement root = JsonDocument.Parse(canonical).RootElement;
        return root.TryGetProperty("attributes", out JsonElement attributes)
            ? string.Join('|', attributes.EnumerateObject().Select(member => $"{member.Name}={member.Value.GetString()}"))
            : "";
    }

    private static string Expected(string document)
    {
        JsonElement root = JsonDocument.Parse(document).RootElement;
        List<string> found = [];
        for (int i = 0; i < Paths.Length; i++)
        {
            DocumentPath.TryParse(Paths[i], out DocumentPath? path, out string error).ShouldBeTrue(error);
            if (Find(root, path!.Steps) is not { } value || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                return "wrong_type";
            }

            string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            if (text.Length > 0)
            {
                found.Add($"p{i}={text}");
            }
        }

        return string.Join('|', found);
    }

    private static JsonElement? Find(JsonElement at, IReadOnlyList<PathStep> steps)
    {
        foreach (PathStep step in steps)
        {
            if (step.Key is not null)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Key, out at))
                {
                    return null;
                }
            }
            else if (at.ValueKind != JsonValueKind.Array || at.GetArrayLength() <= step.Index)
            {
                return null;
            }
            else
            {
                at = at[step.Index];
            }
        }

        return at;
    }

    private static string Key(Random random, string key) =>
        random.Next(10) == 0 ? $"\"\\u00{(int)key[0]:x2}{key[1..]}\"" : $"\"{key}\"";

    private static string Value(Random random, int depth) => random.Next(depth > 3 ? 5 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => "-12.50e+1",
        3 => "\"plain\"",
        4 => "\"e\\u00e4\\ud83d\\ude00\\n\\\"x\"",
        5 or 6 => "{" + string.Join(',', ((string[])["a", "b", "c"]).Where(_ => random.Next(2) == 0).Select(key => $"{Key(random, key)}:{Value(random, depth + 1)}")) + "}",
        _ => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))) + "]",
    };
}
