using System.Diagnostics;

namespace SendFlowr.Integration.Interop;

/// <summary>A program of another language that runs to its end.</summary>
internal sealed class ForeignProgram : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ForeignProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static ForeignProgram Start(string program, params string[] words) =>
        new(Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!);

    public static string[] Run(string program, params string[] words)
    {
        using ForeignProgram run = Start(program, words);
        return run.Lines();
    }

    /// <summary>What it wrote, when it has ended well.</summary>
    public string[] Lines()
    {
        bool hasEnded = _process.WaitForExit(Limit);
        if (!hasEnded)
        {
            _process.Kill();
        }

        string output = _output.GetAwaiter().GetResult();
        string error = _error.GetAwaiter().GetResult();
        hasEnded.ShouldBeTrue($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}: {output}{error}");
        _process.ExitCode.ShouldBe(0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
