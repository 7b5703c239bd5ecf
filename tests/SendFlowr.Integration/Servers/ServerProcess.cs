using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace SendFlowr.Integration.Servers;

/// <summary>A server that runs as a process of its own, with its output in a file. Ended with its disposal.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _log;

    private ServerProcess(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program; output and errors are appended to the log.</summary>
    public static ServerProcess Start(string folder, string log, IEnumerable<string> command)
    {
        // The shell is replaced by the program, so that signals reach it.
        ProcessStartInfo start = new("bash", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "bash", log, .. command])
        {
            WorkingDirectory = folder,
        };
        return new(Process.Start(start)!, log);
    }

    /// <summary>Unpacks a program that was packed by xz.</summary>
    public static void Unpack(string packed, string program)
    {
        if (!CanRun("bash", "-c", "xz -dc \"$1\" >\"$2\" && chmod +x \"$2\"", "bash", packed, program))
        {
            throw new InvalidOperationException($"{packed} cannot be unpacked: is 'xz' there, and does the disk have room?");
        }
    }

    public static bool CanRun(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            error.Wait();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Returns when the log holds a text after the given length.</summary>
    public void WaitFor(string text, long fromLength, TimeSpan limit) =>
        WaitUntil(() => Written(fromLength).Contains(text, StringComparison.Ordinal), limit);

    /// <summary>Returns when somebody listens on a port of the loopback address.</summary>
    public void WaitForPort(int port, TimeSpan limit) => WaitUntil(() => IsListening(port), limit);

    /// <summary>Returns when a program that ends by itself has done its work.</summary>
    public void WaitForEnd(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit) || _process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The program failed or did not end; see {_log}:\n{Written(0)}");
        }
    }

    /// <summary>Asks it to end, and waits for it.</summary>
    public void Stop()
    {
        Signal("TERM");
        if (!_process.WaitForExit(EndLimit))
        {
            Kill();
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Holds it still, as a long pause of its machine would. Returns when each of its threads stands.</summary>
    public void Freeze()
    {
        Signal("STOP");
        while (IsRunning && !Directory.EnumerateDirectories($"/proc/{_process.Id}/task").All(IsStopped))
        {
            _process.WaitForExit(1);
        }
    }

    public void Thaw() => Signal("CONT");

    public void Dispose()
    {
        if (IsRunning)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void WaitUntil(Func<bool> isReady, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isReady())
        {
            if (_process.WaitForExit(50) || Stopwatch.GetElapsedTime(start) > limit)
            {
                throw new InvalidOperationException($"The server did not start; the end of {_log}:\n{string.Join('\n', Written(0).Split('\n').TakeLast(15))}");
            }
        }
    }

    private static bool IsListening(int port)
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Signal(string name)
    {
        if (IsRunning)
        {
            using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
            kill.WaitForExit();
        }
    }

    /// <summary>The state follows the name in parentheses; a thread that is gone stands as well.</summary>
    private static bool IsStopped(string thread)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string Written(long fromLength)
    {
        if (!File.Exists(_log))
        {
            return "";
        }

        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(fromLength, SeekOrigin.Begin);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }
}
