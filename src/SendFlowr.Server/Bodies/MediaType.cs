using Microsoft.Net.Http.Headers;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Bodies;

/// <summary>The media types of bodies.</summary>
internal static class MediaType
{
    public const string Json = "application/json";
    public const string Lines = "application/x-ndjson";

    /// <summary>Refuses every type but those given; whether the body is lines of JSON.</summary>
    public static bool RequireLinesOr(HttpContext context, params ReadOnlySpan<string> accepted)
    {
        string? text = context.Request.ContentType;
        if (text is Json)
        {
            return accepted.Contains(Json) ? false : throw Refuse(accepted, $"it is {Json}");
        }

        if (!MediaTypeHeaderValue.TryParse(text, out MediaTypeHeaderValue? type))
        {
            throw Refuse(accepted, string.IsNullOrEmpty(text) ? "there is none" : "it cannot be read");
        }

        string name = type.MediaType.Value?.ToLowerInvariant() ?? "";
        if (!accepted.Contains(name))
        {
            throw Refuse(accepted, name.Length <= 64 ? $"it is {name}" : "it is another");
        }

        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(accepted, "its charset is not utf-8");
        }

        if (context.Request.Headers.ContentEncoding.Count > 0 && context.Request.Headers.ContentEncoding != "identity")
        {
            throw new RefusedException(
                ProblemType.UnsupportedMediaType, "Content-Encoding is given; send the body as it is, without compression.", "Content-Encoding");
        }

        return name == Lines;
    }

    private static RefusedException Refuse(ReadOnlySpan<string> accepted, string found) => new(
        ProblemType.UnsupportedMediaType,
        $"Content-Type must be {string.Join(" or ", accepted.ToArray())} in UTF-8; {found}. With curl: -H 'Content-Type: {accepted[0]}'.",
        "Content-Type");
}
