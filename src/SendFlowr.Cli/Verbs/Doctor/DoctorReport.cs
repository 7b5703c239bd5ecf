using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>Tells what was checked, as a table or as JSON.</summary>
internal static class DoctorReport
{
    /// <summary>Writes it. Returns the exit code: a server that is away counts for more than what is wrong.</summary>
    public static int Write(VerbContext context, IReadOnlyList<DoctorCheck> checks)
    {
        if (context.IsJson)
        {
            WriteJson(context, checks);
        }
        else
        {
            WriteText(context, checks);
        }

        return checks.Any(check => check.State == DoctorState.Unreachable) ? ExitCode.Unreachable
            : checks.Any(check => check.State == DoctorState.Wrong) ? ExitCode.Failed
            : ExitCode.Done;
    }

    private static bool IsWell(DoctorCheck check) => check.State is DoctorState.Good or DoctorState.Doubtful;

    private static void WriteText(VerbContext context, IReadOnlyList<DoctorCheck> checks)
    {
        Table table = Terminal.Table("", "check", "found");
        foreach (DoctorCheck check in checks)
        {
            table.Row(check.State switch { DoctorState.Good => "ok", DoctorState.Doubtful => "warning", _ => "WRONG" }, check.Name, check.Detail);
        }

        context.Out.Write(table);
        foreach (DoctorCheck check in checks.Where(check => check.Fix is not null))
        {
            context.Out.Line($"{check.Name}: {check.Fix}.");
        }

        int wrong = checks.Count(check => !IsWell(check));
        context.Out.Line(string.Create(CultureInfo.InvariantCulture, $"{checks.Count} checks, {(wrong == 0 ? "all is well" : $"{wrong} to be mended")}."));
    }

    private static void WriteJson(VerbContext context, IReadOnlyList<DoctorCheck> checks) => context.Json.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok", checks.All(IsWell));
        writer.WriteStartArray("checks");
        foreach (DoctorCheck check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteBoolean("ok", IsWell(check));
            writer.WriteString("detail", check.Detail);
            writer.WriteString("fix", check.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
