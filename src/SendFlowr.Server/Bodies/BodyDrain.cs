using System.IO.Pipelines;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Bodies;

/// <summary>Reads the rest of a body that nobody wants.</summary>
internal static class BodyDrain
{
    /// <summary>True when nothing more can be read; false when there is more than the limit.</summary>
    public static async ValueTask<bool> DrainAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 || !HasBody(context))
        {
            return true;
        }

        long left = LimitOf(context) + BodyLimits.DrainBytes;
        try
        {
            while (left >= 0)
            {
                ReadResult result = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
                left -= result.Buffer.Length;
                context.Request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException or InvalidOperationException)
        {
            // What is wrong with the rest of a body that is refused anyway changes nothing: the server ends the connection after the answer.
            return true;
        }

        return false;
    }

    private static long LimitOf(HttpContext context)
    {
        IReadOnlyList<string> types = context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>()?.Body?.MediaTypes ?? [];
        bool lines = types.Contains(MediaType.Lines) && context.Request.ContentType?.StartsWith(MediaType.Lines, StringComparison.OrdinalIgnoreCase) == true;
        return lines ? BodyLimits.LinesBytes : BodyLimits.JsonBytes;
    }

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
}
