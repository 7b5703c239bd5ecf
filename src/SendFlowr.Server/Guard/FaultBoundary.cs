using Microsoft.Extensions.Logging;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server.Problems;
using SendFlowr.Streams.Logs;

namespace SendFlowr.Server.Guard;

/// <summary>The outermost part of every request: addresses are checked first, and whatever goes wrong becomes a problem document.</summary>
internal sealed class FaultBoundary
{
    private readonly RequestDelegate _next;
    private readonly ILogger<FaultBoundary> _logger;

    public FaultBoundary(RequestDelegate next, ILogger<FaultBoundary> logger)
    {
        _next = next;
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (LoopbackGuard.Check(context.Request) is { } refusal)
        {
            await ProblemAnswer.WriteAsync(context, refusal);
            return;
        }

        Problem? problem = await RunAsync(context);
        if (problem is not null && !context.Response.HasStarted)
        {
            await ProblemAnswer.WriteAsync(context, problem);
        }
        else if (problem is not null)
        {
            // Part of the answer is out: only a broken connection can still say that the rest is missing.
            context.Abort();
        }
    }

    private async Task<Problem?> RunAsync(HttpContext context)
    {
        try
        {
            await _next(context);
            return Unanswered(context);
        }
        catch (RefusedException exception)
        {
            return exception.Problem;
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status408RequestTimeout
                ? new Problem(ProblemType.RequestTimeout, "the body came too slowly; send it faster, or in several requests.")
                : new Problem(ProblemType.MalformedRequest, "the body is not framed as its headers say; send Content-Length or valid chunks.");
        }
        catch (Exception exception) when (exception is DiskFullException or EngineBusyException or EngineStoppedException or RowsUnavailableException)
        {
            return new Problem(ProblemType.Unavailable, exception.Message);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client has gone; nobody reads an answer.
            return null;
        }
        catch (OperationCanceledException)
        {
            return new Problem(ProblemType.Unavailable, "the server is stopping or has too much to do; ask again later.");
        }
        catch (Exception exception)
        {
            Log.RequestFailed(_logger, context.GetEndpoint()?.DisplayName ?? "unknown", exception);
            return new Problem(ProblemType.Internal, "this is a defect of the server, not of the request; its log says more.");
        }
    }

    /// <summary>What routing answered without a body.</summary>
    private static Problem? Unanswered(HttpContext context) => context.Response switch
    {
        { HasStarted: true } => null,
        { StatusCode: StatusCodes.Status404NotFound } => new Problem(
            ProblemType.NotFound, "there is no such path; /docs lists every path with its fields."),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => new Problem(
            ProblemType.MethodNotAllowed, $"this path takes {string.Join(", ", context.Response.Headers.Allow.ToArray())}; /docs says what for."),
        _ => null,
    };
}
