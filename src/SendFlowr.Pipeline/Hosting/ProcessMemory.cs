using System.Diagnostics;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>What a pipeline takes of the machine's memory.</summary>
public static class ProcessMemory
{
    /// <summary>Memory of all tables, index and free room included, for each person with a row.</summary>
    public static double BytesPerPerson(EmbeddedPipeline host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Engine.Statistics.TableBytes / (double)Math.Max(1, host.CountPeople());
    }

    /// <summary>Greatest resident memory of this process so far, in MB (10^6 bytes).</summary>
    public static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
