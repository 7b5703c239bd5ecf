using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Instances;

/// <summary>
/// What a running process does for verbs of other ones on its data directory: <c>GET /instance?nonce=</c> proves that it knows the token,
/// <c>POST /instance/verbs</c> runs a verb, <c>POST /instance/verbs/{run}/cancel</c> asks it to end. The last two need the token.
/// </summary>
internal sealed class InstanceEndpoints(CommandLine commands, PipelineHost host, Settings settings, string token, RunningVerbs running)
{
    public const string TokenHeader = "X-SendFlowr-Token";
    public const int NonceDigits = 64;

    /// <summary>Bytes of output that may wait for a slow reader.</summary>
    private const int PipeBytes = 256 << 10;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instance", Prove).ExcludeFromDescription();
        routes.MapPost("/instance/verbs", RunAsync).ExcludeFromDescription();
        routes.MapPost("/instance/verbs/{run}/cancel", Cancel).ExcludeFromDescription();
    }

    private async Task Prove(HttpContext context)
    {
        string? nonce = context.Request.Query["nonce"];
        if (!Instance.IsHex(nonce, NonceDigits))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, $"nonce takes {NonceDigits} hex digits.");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["proof"] = Instance.Prove(token, nonce!) }), context.RequestAborted);
    }

    private async Task RunAsync(HttpContext context)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        if (await ReadAsync(context.Request) is not { } request)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "this is no request to run a verb; both processes must be of the same version.");
            return;
        }

        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (!running.TryBegin(request.Run, cancellation))
        {
            await Refuse(
                context,
                StatusCodes.Status503ServiceUnavailable,
                running.IsStopping ? "it is being stopped." : $"it runs {RunningVerbs.Max} other verbs already; wait for one to end.");
            return;
        }

        try
        {
            await RunAsync(context, request, cancellation);
        }
        finally
        {
            running.End(request.Run);
        }
    }

    private async Task RunAsync(HttpContext context, VerbRequest request, CancellationTokenSource cancellation)
    {
        // Whoever reads with a pager may take his time.
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        context.Response.ContentType = "application/octet-stream";

        // The beginning goes out at once: from it the other side knows that the run can be cancelled.
        await context.Response.Body.FlushAsync(context.RequestAborted);
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: PipeBytes, resumeWriterThreshold: PipeBytes / 2, useSynchronizationContext: false));

        // A verb works and writes synchronously, for as long as it takes.
        Task verb = Task.Factory.StartNew(
            () => Run(request, pipe.Writer, cancellation.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await pipe.Reader.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone; the verb is cancelled by that and drains.
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await verb;
        }
    }

    private void Run(VerbRequest request, PipeWriter pipe, CancellationToken cancellation)
    {
        VerbFrameWriter frames = new(pipe);
        try
        {
            VerbConsole console = VerbConsole.Of(frames.Output, frames.Error, request.Out, request.Error);
            if (request.SettingsFingerprint != settings.Fingerprint)
            {
                console.ErrorWriter.WriteLine("sendflowr: the running sendflowr that owns the data directory has another configuration; that one counts.");
            }

            int exitCode = commands
                .RunSharedAsync(request.Words, console, new SharedInstance(host, settings, request.WorkingDirectory), cancellation).GetAwaiter().GetResult();
            if (running.IsStopping)
            {
                console.ErrorWriter.WriteLine("sendflowr: the running sendflowr that owns the data directory is being stopped.");
            }

            frames.WriteExit(exitCode);
        }
        catch (IOException)
        {
            // Nobody reads the answer any more, so nobody can be told.
        }
        finally
        {
            pipe.Complete();
        }
    }

    private async Task Cancel(HttpContext context)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        if (running.Cancel((string)context.Request.RouteValues["run"]!))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await Refuse(context, StatusCodes.Status404NotFound, "there is no such run (any more).");
        }
    }

    private async Task<bool> MayAsync(HttpContext context)
    {
        if (Instance.AreEqual(context.Request.Headers[TokenHeader].ToString(), token))
        {
            return true;
        }

        await Refuse(context, StatusCodes.Status401Unauthorized, $"the header {TokenHeader} must carry the token in {Instance.FileName} of the data directory.");
        return false;
    }

    private static async Task<VerbRequest?> ReadAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 << 10];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > VerbRequest.MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return VerbRequest.TryRead(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static Task Refuse(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
