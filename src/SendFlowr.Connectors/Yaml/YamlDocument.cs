using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SendFlowr.Connectors.Yaml;

/// <summary>Reads the YAML files people write for SendFlowr: one document, at most 1 MiB and 32 levels, no anchors, aliases or tags.</summary>
/// <remarks>Anchors and tags are refused because a file with them cannot be read from top to bottom, and aliases can grow without bound.</remarks>
public static class YamlDocument
{
    public const int MaxCharacters = 1 << 20;
    public const int MaxDepth = 32;

    /// <summary>Parses the text; on any error the error is added and the result is null.</summary>
    public static YamlNode? Parse(string text, YamlErrors errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(errors);
        if (text.Length > MaxCharacters)
        {
            errors.Add(1, 1, string.Create(
                CultureInfo.InvariantCulture, $"the file has {text.Length} characters; at most {MaxCharacters} are read. Is it the right file?"));
            return null;
        }

        Scanner scanner = new(new StringReader(text), skipComments: true);
        try
        {
            return new Builder(new Parser(scanner), errors).Document();
        }
        catch (YamlException exception)
        {
            errors.Add((int)exception.Start.Line, (int)exception.Start.Column, $"this is not YAML: {Reason(exception)}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner leaves its own checks with this exception on some broken files.
            errors.Add((int)scanner.CurrentPosition.Line, (int)scanner.CurrentPosition.Column, "this is not YAML: check the indentation and quotes here.");
            return null;
        }
    }

    private static string Reason(YamlException exception)
    {
        string message = exception.InnerException?.Message ?? exception.Message;
        return message.ReplaceLineEndings(" ");
    }

    private sealed class Builder(IParser parser, YamlErrors errors)
    {
        private int depth;

        public YamlNode? Document()
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                errors.Add(1, 1, "the file is empty.");
                return null;
            }

            parser.Consume<DocumentStart>();
            YamlNode? root = Node();
            if (root is null)
            {
                return null;
            }

            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart second)
            {
                errors.Add((int)second.Start.Line, (int)second.Start.Column, "a second document begins here; a file holds one.");
                return null;
            }

            return root;
        }

        private YamlNode? Node()
        {
            ParsingEvent next = parser.Current!;
            int line = (int)next.Start.Line;
            int column = (int)next.Start.Column;
            if (next is AnchorAlias || (next is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)))
            {
                errors.Add(line, column, "anchors, aliases and tags are not read; write the value out.");
                return null;
            }

            if (++depth > MaxDepth)
            {
                errors.Add(line, column, string.Create(CultureInfo.InvariantCulture, $"more than {MaxDepth} levels of nesting."));
                return null;
            }

            YamlNode? result = next switch
            {
                SequenceStart => Sequence(line, column),
                MappingStart => Mapping(line, column),
                _ => ScalarOf(parser.Consume<Scalar>()),
            };
            depth--;
            return result;
        }

        private YamlNode? Sequence(int line, int column)
        {
            parser.Consume<SequenceStart>();
            List<YamlNode> items = [];
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                if (Node() is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            return YamlNode.Sequence(line, column, items);
        }

        private YamlNode? Mapping(int line, int column)
        {
            parser.Consume<MappingStart>();
            List<KeyValuePair<YamlNode, YamlNode>> entries = [];
            Dictionary<string, int> lines = new(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (Node() is not { } key || (key.Kind == YamlKind.Scalar ? Node() : null) is not { } value)
                {
                    if (!errors.Any)
                    {
                        errors.Add(line, column, "a key must be plain text.");
                    }

                    return null;
                }

                if (lines.TryAdd(key.Text, key.Line))
                {
                    entries.Add(new(key, value));
                }
                else
                {
                    errors.Add(key, string.Create(
                        CultureInfo.InvariantCulture, $"the key '{key.Text}' is already on line {lines[key.Text]}; keep one of them."));
                }
            }

            return YamlNode.Mapping(line, column, entries);
        }

        private static YamlNode ScalarOf(Scalar scalar) => YamlNode.Scalar(
            (int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }
}
