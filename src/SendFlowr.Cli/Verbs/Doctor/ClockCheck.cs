using System.Globalization;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>Whether this machine's clock can be right: held against a server's, or else against what it wrote itself. Pure.</summary>
internal static class ClockCheck
{
    /// <summary>A server tells its clock to the second, and the answer takes its time.</summary>
    private static readonly TimeSpan MostOff = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>Before this no program of this version ran.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="now">This machine's clock.</param>
    /// <param name="server">A server's clock, and whose it is; null when none told it.</param>
    /// <param name="newestFile">When the newest file of the data directory was written; null when there is none.</param>
    public static DoctorCheck Run(DateTimeOffset now, (DateTimeOffset Time, string Name)? server, DateTimeOffset? newestFile)
    {
        const string name = "clock";
        const string fix = "set the clock by a time service on every machine (chrony, systemd-timesyncd): triggers fire by it";
        string shown = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (server is { } other)
        {
            double seconds = Math.Round((now - other.Time).TotalSeconds);
            string detail = string.Create(CultureInfo.InvariantCulture, $"{shown}, {Math.Abs(seconds)} s {(seconds >= 0 ? "ahead of" : "behind")} {other.Name}");
            return (now - other.Time).Duration() <= MostOff ? DoctorCheck.Good(name, detail) : DoctorCheck.Wrong(name, detail, fix);
        }

        if (now < Earliest)
        {
            return DoctorCheck.Wrong(name, $"{shown}, which is before this program was written", fix);
        }

        return newestFile is { } file && file - now > MostAhead
            ? DoctorCheck.Wrong(name, string.Create(CultureInfo.InvariantCulture, $"{shown}, {Math.Round((file - now).TotalMinutes)} minutes before the newest file of the data directory was written"), fix)
            : DoctorCheck.Good(name, $"{shown}, with nothing to hold it against");
    }
}
