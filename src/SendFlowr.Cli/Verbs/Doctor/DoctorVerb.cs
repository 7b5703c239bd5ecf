using System.CommandLine;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary><c>doctor</c>: whether this machine and the configured servers are as an instance needs them, and what to do where they are not.</summary>
internal sealed class DoctorVerb : Verb
{
    public override string Name => "doctor";

    public override IReadOnlyList<Symbol> Symbols => [];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        Settings settings = context.Settings;
        List<DoctorCheck> checks =
        [
            MachineChecks.Versions(),
            MachineChecks.DataDirectory(context.DataDirectory),
            MachineChecks.IdentityKeyOf(settings, context.DataDirectory),
        ];
        DateTimeOffset? registryClock = null;
        if (settings.Kafka.Bootstrap is not null)
        {
            checks.AddRange(ClusterChecks.Run(context));
        }

        if (settings.Kafka.Registry.Address is not null)
        {
            (DoctorCheck registry, registryClock) = await RegistryChecks.RunAsync(settings.Kafka, context.Clock, cancellation);
            checks.Add(registry);
        }

        (DateTimeOffset, string)? server = registryClock is { } time ? (time, "the schema registry's machine") : null;
        checks.Add(ClockCheck.Run(context.Clock.GetUtcNow(), server, NewestFile(context.DataDirectory)));
        return DoctorReport.Write(context, checks);
    }

    /// <summary>When the newest file was written; one that cannot be looked at is not looked at.</summary>
    private static DateTimeOffset? NewestFile(string directory)
    {
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return Directory.Exists(directory)
            ? new DirectoryInfo(directory).EnumerateFiles("*", everywhere).Select(static file => (DateTimeOffset?)file.LastWriteTimeUtc).Max()
            : null;
    }
}
