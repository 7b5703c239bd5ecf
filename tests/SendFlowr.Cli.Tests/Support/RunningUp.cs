using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SendFlowr.Cli.Tests.Support;

/// <summary>The built program's <c>up</c> on a free port, ready when it is made; killed at the end at the latest.</summary>
internal sealed partial class RunningUp : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningUp(ProcessStartInfo info)
    {
        _process = Process.Start(info)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Url { get; private set; } = "";

    public int ProcessId => _process.Id;

    /// <summary>What it has written to standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static async Task<RunningUp> StartAsync(TemporaryFolder folder, Dictionary<string, string?>? environment = null, params string[] words)
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sendflowr.dll"), "up", "--port", "0", .. words])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? [])
        {
            info.Environment[name] = value;
        }

        RunningUp up = new(info);
        up.Url = await up._ready.Task.WaitAsync(Limit);
        return up;
    }

    /// <summary>Ends it by a signal and returns its exit code.</summary>
    public async Task<int> EndAsync(string signal)
    {
        await SignalAsync(_process.Id, signal);
        using CancellationTokenSource limit = new(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public static async Task SignalAsync(int process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync();
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
            _ready.TrySetException(new InvalidOperationException($"up ended before it was ready: {Error}"));
            return;
        }

        lock (_error)
        {
            _error.AppendLine(line);
        }

        if (Ready().Match(line) is { Success: true } ready)
        {
            _ready.TrySetResult(ready.Groups[1].Value);
        }
    }

    [GeneratedRegex("ready at (http://[^;]+);")]
    private static partial Regex Ready();
}
