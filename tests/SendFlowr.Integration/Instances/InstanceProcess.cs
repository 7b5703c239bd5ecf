using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SendFlowr.Integration.Instances;

/// <summary>A <c>sendflowr up</c> of its own process, which may be killed, stopped and started again under its name.</summary>
internal sealed partial class InstanceProcess : IDisposable
{
    /// <summary>Longer than an instance waits for its workers when its cluster is away.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly string _name;
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly string _role;
    private readonly List<string> _told = [];
    private Process _process;

    /// <param name="name">Name in the deployment.</param>
    /// <param name="folder">Its working folder and data.</param>
    /// <param name="settings">Configuration as environment variables.</param>
    /// <param name="role">What it does.</param>
    public InstanceProcess(string name, string folder, IEnumerable<KeyValuePair<string, string>> settings, string role = "pipeline")
    {
        _role = role;
        _name = name;
        _folder = folder;
        _settings = new Dictionary<string, string>(settings) { ["SENDFLOWR__KAFKA__INSTANCE"] = name };
        _process = Start();
    }

    /// <summary>What it said on standard error.</summary>
    public string Told
    {
        get
        {
            lock (_told)
            {
                return string.Join('\n', _told);
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public string Name => _name;

    /// <summary>Where it answers, once it has said so.</summary>
    /// <exception cref="ShouldAssertException">It has ended, or takes too long.</exception>
    public Uri WaitForUrl()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (ReadyAt().Matches(Told) is [.., { } last])
            {
                return new Uri(last.Groups[1].Value);
            }

            (HasExited || Stopwatch.GetElapsedTime(start) > Limit).ShouldBeFalse($"instance {_name} says where it answers: {Told}");
        }
    }

    /// <summary>Ends it without any notice, and starts it again.</summary>
    public void KillAndStart()
    {
        Kill();
        StartAgain();
    }

    /// <summary>Asks it to end, waits, and starts it again.</summary>
    public void StopAndStart()
    {
        Stop().ShouldBe(130, Told);
        StartAgain();
    }

    /// <summary>What it says of its tasks and troubles, or why it says nothing.</summary>
    public string Readiness()
    {
        if (HasExited || ReadyAt().Matches(Told) is not [.., { } last])
        {
            return $"{_name} does not run";
        }

        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(new Uri(last.Groups[1].Value), "/health/ready"));
            using HttpResponseMessage response = http.Send(request);
            using StreamReader reader = new(response.Content.ReadAsStream());
            return $"{_name}: {reader.ReadToEnd()}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return $"{_name}: {exception.Message}";
        }
    }

    /// <summary>Ends it without any notice.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(Limit).ShouldBeTrue($"instance {_name} ends when it is killed");
    }

    /// <summary>Starts it again once it has ended.</summary>
    public void StartAgain()
    {
        _process.Dispose();
        _process = Start();
    }

    /// <summary>Holds it still, as a long pause of its machine would.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>It goes on after a pause.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Asks it to end and waits. Returns its exit code.</summary>
    public int Stop()
    {
        Signal("TERM");
        _process.WaitForExit(Limit).ShouldBeTrue($"instance {_name} ends when it is asked to: {Told}");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(Limit);
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using Process signal = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
        signal.WaitForExit();
    }

    private Process Start()
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sendflowr.dll"), "up", "--role", _role, "--port", "0", "--data", _name])
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach ((string variable, string value) in _settings)
        {
            info.Environment[variable] = value;
        }

        Process process = Process.Start(info)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_told)
            {
                _told.Add(line.Data ?? "");
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [GeneratedRegex(@"ready at (http://\S+);", RegexOptions.CultureInvariant)]
    private static partial Regex ReadyAt();
}
