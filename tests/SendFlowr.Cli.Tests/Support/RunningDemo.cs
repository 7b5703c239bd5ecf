using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SendFlowr.Cli.Tests.Support;

/// <summary>The built program's <c>demo</c> on a free port, living on when it is made; killed at the end at the latest.</summary>
internal sealed partial class RunningDemo : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningDemo(ProcessStartInfo info)
    {
        _process = Process.Start(info)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Url { get; private set; } = "";

    public static async Task<RunningDemo> StartAsync(TemporaryFolder folder, params string[] words)
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sendflowr.dll"), "demo", "--json", "--port", "0", .. words])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        RunningDemo demo = new(info);
        demo.Url = await demo._ready.Task.WaitAsync(Limit);
        return demo;
    }

    /// <summary>Ends it as Ctrl-C does and returns its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await RunningUp.SignalAsync(_process.Id, "INT");
        using CancellationTokenSource limit = new(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"The demo ended before it lived on: {_error}"));
            return;
        }

        _error.AppendLine(line);
        if (LivesOn().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"lives on at (http://[0-9.:]+),")]
    private static partial Regex LivesOn();
}
