using System.Globalization;
using System.Text;

namespace SendFlowr.Avro.Schemas;

/// <summary>Writes the Parsing Canonical Form of the Avro specification: full names, fixed attribute order, no whitespace, nothing
/// else.</summary>
internal sealed class ParsingCanonicalForm
{
    private readonly StringBuilder text = new();
    private readonly HashSet<string> written = new(StringComparer.Ordinal);

    private ParsingCanonicalForm()
    {
    }

    public static string Of(AvroSchema schema)
    {
        ParsingCanonicalForm form = new();
        form.Append(schema);
        return form.text.ToString();
    }

    private void Append(AvroSchema schema)
    {
        switch (schema)
        {
            case ArraySchema array:
                text.Append("{\"type\":\"array\",\"items\":");
                Append(array.Items);
                text.Append('}');
                break;
            case MapSchema map:
                text.Append("{\"type\":\"map\",\"values\":");
                Append(map.Values);
                text.Append('}');
                break;
            case UnionSchema union:
                AppendList(union.Branches, Append);
                break;
            case NamedSchema named when written.Add(named.FullName):
                text.Append("{\"name\":\"").Append(named.FullName);
                text.Append("\",\"type\":\"").Append(PrimitiveSchema.NameOf(named.Kind)).Append('"');
                AppendBody(named);
                text.Append('}');
                break;
            default:
                AppendQuoted(schema.TypeName);
                break;
        }
    }

    private void AppendBody(NamedSchema named)
    {
        switch (named)
        {
            case RecordSchema record:
                text.Append(",\"fields\":");
                AppendList(record.Fields, AppendField);
                break;
            case EnumSchema symbols:
                text.Append(",\"symbols\":");
                AppendList(symbols.Symbols, AppendQuoted);
                break;
            case FixedSchema bytes:
                text.Append(",\"size\":").Append(bytes.Size.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new InvalidOperationException($"A named schema of kind {named.Kind} has no canonical form.");
        }
    }

    private void AppendField(RecordField field)
    {
        text.Append("{\"name\":\"").Append(field.Name).Append("\",\"type\":");
        Append(field.Schema);
        text.Append('}');
    }

    // Names and symbols are ASCII letters, digits, dots and underscores: nothing in them needs an escape.
    private void AppendQuoted(string name) => text.Append('"').Append(name).Append('"');

    private void AppendList<T>(IReadOnlyList<T> items, Action<T> append)
    {
        text.Append('[');
        for (int index = 0; index < items.Count; index++)
        {
            if (index > 0)
                text.Append(',');
            append(items[index]);
        }

        text.Append(']');
    }
}
