using System.IO.Pipelines;

namespace SendFlowr.Server.Bodies;

/// <summary>Reads the rest of a body that nobody wants.</summary>
internal static class BodyDrain
{
    /// <summary>True when the body has ended; false when there is more than the limit, or reading it failed.</summary>
    public static async ValueTask<bool> DrainAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 || !HasBody(context))
        {
            return true;
        }

        long left = BodyLimits.JsonBytes + (long)BodyLimits.DrainBytes;
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
            // What is wrong with the rest of a body that is refused anyway changes nothing; the connection ends.
            return false;
        }

        return false;
    }

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
}
