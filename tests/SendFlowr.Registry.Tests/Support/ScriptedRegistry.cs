using System.Net;
using System.Text;

namespace SendFlowr.Registry.Tests.Support;

/// <summary>Answers requests one after the other as a test wrote it down, and keeps what was asked.</summary>
internal sealed class ScriptedRegistry : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> answers = new();

    /// <summary>Method, path and body of each request.</summary>
    public List<string> Asked { get; } = [];

    public List<string?> Credentials { get; } = [];

    public ScriptedRegistry Answer(int status, string body, string contentType = "application/json", int? retryAfterSeconds = null)
    {
        answers.Enqueue(_ =>
        {
            HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
            if (retryAfterSeconds is { } seconds)
                response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
            return Task.FromResult(response);
        });
        return this;
    }

    public ScriptedRegistry Fail(Exception exception)
    {
        answers.Enqueue(_ => Task.FromException<HttpResponseMessage>(exception));
        return this;
    }

    /// <summary>Does not answer until it is told to stop.</summary>
    public ScriptedRegistry Hang()
    {
        answers.Enqueue(cancellation =>
        {
            TaskCompletionSource<HttpResponseMessage> never = new(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellation.Register(() => never.TrySetCanceled(cancellation));
            return never.Task;
        });
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{body}");
        Credentials.Add(request.Headers.Authorization?.ToString());
        if (!answers.TryDequeue(out Func<CancellationToken, Task<HttpResponseMessage>>? answer))
            throw new InvalidOperationException($"Nothing was written down for {Asked[^1]}.");
        return await answer(cancellationToken);
    }
}
