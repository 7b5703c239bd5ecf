using Microsoft.AspNetCore.Http.Features;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Identity;

/// <summary>The person named in a path: <c>sf_…</c> or <c>type=value</c>, URL-encoded.</summary>
internal static class PersonPath
{
    public const string Parameter = "id";

    public static readonly (string Name, string Description, string Example) Description = (
        Parameter, "A Universal ID (sf_…), or an identifier as type=value, for example email=ann@example.com; URL-encoded.", "email=ann@example.com");

    private const int MostChars = 2048;

    /// <exception cref="RefusedException">No such name.</exception>
    public static ResolvedPerson Read(HttpContext context, ServerParts parts)
    {
        string text = Segment(context, Parameter);
        bool universal = text.StartsWith(NodeId.Prefix, StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal);
        string name = universal ? $"{PersonReference.UniversalIdName}={text}" : text;
        RequireKnownType(name);
        return PersonReference.TryParse(name, parts.DefaultCountry, IdentifierNormalizer.Default, out PersonReference? reference, out string error)
            ? parts.Resolve([reference!])
            : throw new RefusedException(ProblemType.InvalidField, $"the person in the path cannot be used: {error}", Parameter);
    }

    /// <summary>
    /// What stands in the path at a parameter, decoded once from what was sent: the server's own decoding leaves encoded slashes as they are.
    /// </summary>
    public static string Segment(HttpContext context, string parameter)
    {
        string value = (string?)context.GetRouteValue(parameter) ?? "";
        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (raw.StartsWith('/') && context.GetEndpoint() is RouteEndpoint endpoint)
        {
            int depth = endpoint.RoutePattern.PathSegments.Count;
            string[] segments = raw.Split('?')[0][1..].Split('/', depth);
            value = segments.Length == depth ? Uri.UnescapeDataString(segments[^1]) : value;
        }

        return value.Length is > 0 and <= MostChars
            ? value
            : throw new RefusedException(ProblemType.InvalidField, $"the path's '{parameter}' has {value.Length} characters; give 1 to {MostChars}.", parameter);
    }

    /// <summary>Unknown types are told without their text, which may be a value.</summary>
    private static void RequireKnownType(string name)
    {
        int end = name.AsSpan().IndexOfAny('=', '@');
        if (end > 0 && name.Contains('=', StringComparison.Ordinal))
        {
            PersonFields.RequireType(name[..end].Trim(), Parameter, orUniversalId: true);
        }
    }
}
