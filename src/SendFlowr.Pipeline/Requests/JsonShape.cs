using System.Text.Json;
using System.Text.Unicode;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Whether bytes are one JSON object that can be read without surprises. Stateless.</summary>
internal static class JsonShape
{
    /// <summary>Deep enough for the check below to see the first level that is too deep.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = RequestLimits.JsonDepth + 2 };

    /// <summary>Null when all is well.</summary>
    public static FieldProblem? Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > RequestLimits.RequestBytes)
        {
            return new FieldProblem(RejectionReason.TooLarge, "", $"{utf8.Length} bytes long", $"send at most {RequestLimits.RequestBytes}");
        }

        if (!Utf8.IsValid(utf8))
        {
            return new FieldProblem(RejectionReason.NotUtf8, "", "not UTF-8", "send JSON in UTF-8");
        }

        Utf8JsonReader reader = new(utf8, Options);
        try
        {
            return Walk(ref reader);
        }
        catch (JsonException)
        {
            return new FieldProblem(
                RejectionReason.MalformedJson, "", $"not JSON from about byte {reader.BytesConsumed} on", "send one whole JSON object");
        }
        catch (InvalidOperationException)
        {
            return new FieldProblem(
                RejectionReason.MalformedJson, "", $"a text with half a surrogate pair, before byte {reader.BytesConsumed}", "send whole characters");
        }
    }

    /// <exception cref="InvalidOperationException">A text cannot be decoded.</exception>
    private static FieldProblem? Walk(ref Utf8JsonReader reader)
    {
        bool isFirst = true;
        while (reader.Read())
        {
            if (isFirst && reader.TokenType != JsonTokenType.StartObject)
            {
                return new FieldProblem(RejectionReason.NotAnObject, "", "not a JSON object", "send one object in braces");
            }

            isFirst = false;
            if (reader.CurrentDepth > RequestLimits.JsonDepth)
            {
                return new FieldProblem(
                    RejectionReason.TooDeep, "", $"nested more than {RequestLimits.JsonDepth} deep", "send a flat object");
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }

        return null;
    }
}
