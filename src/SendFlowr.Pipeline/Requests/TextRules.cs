using System.Text;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Requests;

/// <summary>What texts of a request may be, whether they came as JSON or as Avro. Pure.</summary>
internal static class TextRules
{
    /// <summary>Not empty, not too long, no control characters; null when all is well.</summary>
    public static FieldProblem? Check(string field, string text, int maxBytes)
    {
        if (text.Length == 0)
        {
            return new FieldProblem(RejectionReason.MissingField, field, "empty", "give a text, or leave the field out");
        }

        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > maxBytes)
        {
            return new FieldProblem(RejectionReason.TooLarge, field, $"{bytes} bytes long", $"give at most {maxBytes}");
        }

        return text.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') >= 0
            ? new FieldProblem(RejectionReason.BadValue, field, "a text with a control character", "remove it")
            : null;
    }

    /// <summary>A request's id: short, and to be written as a part of a path; null when it is.</summary>
    public static FieldProblem? CheckRequestId(string id)
    {
        const string field = "request_id";
        if (id.Length > RequestLimits.RequestIdCharacters)
        {
            return new FieldProblem(RejectionReason.TooLarge, field, $"{id.Length} characters long", $"give 1 to {RequestLimits.RequestIdCharacters}");
        }

        return id is "." or ".."
            ? new FieldProblem(RejectionReason.BadValue, field, "a step in a path, which no URL can name", "give another id")
            : Check(field, id, 4 * RequestLimits.RequestIdCharacters);
    }

    /// <summary>Not too many entries, names not empty, and together not too long; null when all is well.</summary>
    public static FieldProblem? CheckEntries(string field, IReadOnlyCollection<KeyValuePair<string, string>> entries, int maxEntries, int maxBytes)
    {
        if (entries.Count > maxEntries)
        {
            return new FieldProblem(RejectionReason.TooLarge, field, $"{entries.Count} entries", $"give at most {maxEntries}");
        }

        long bytes = 0;
        foreach ((string name, string value) in entries)
        {
            bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
            if (name.Length == 0)
            {
                return new FieldProblem(RejectionReason.BadValue, field, "an object with an empty name", "name every entry");
            }
        }

        return bytes > maxBytes
            ? new FieldProblem(RejectionReason.TooLarge, field, $"{bytes} bytes of names and values", $"give at most {maxBytes}")
            : null;
    }
}
