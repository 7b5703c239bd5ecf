using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Curve;

/// <summary><c>curve ID...</c>: the person's week and the layers it is the sum of.</summary>
internal sealed class CurveVerb : Verb
{
    private const int HoursPerWeek = 168;

    private static readonly (CurveLayer Layer, string Name, string Words)[] Layers =
    [
        (CurveLayer.Own, "own", "own habits"),
        (CurveLayer.Cohort, "cohort", "people with a similar week"),
        (CurveLayer.Population, "population", "everyone"),
        (CurveLayer.Population7Days, "population_7d", "everyone in the last week"),
        (CurveLayer.Population30Days, "population_30d", "everyone in the last month"),
    ];

    private readonly Argument<string[]> _person = PersonArgument.Create();
    private readonly Option<string> _resolution = ChoiceOption.Create("--resolution", "minute", "hour");

    public override string Name => "curve";

    public override IReadOnlyList<Symbol> Symbols => [_person, _resolution];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        IReadOnlyList<PersonReference> person = PersonArgument.Read(context, _person);
        using PipelineLease lease = PipelineOpening.OpenExisting(context);
        PipelineHost host = lease.Host;
        using NodeIdHasher hasher = host.CreateHasher();
        ResolvedPerson resolved = ResolvedPerson.Of(person, hasher);
        PersonCurve curve = PersonCurve.Compute(host.PersonAsync(resolved.Node, cancellation).AsTask().GetAwaiter().GetResult().Timing, host.PriorsInForce(), host.Options.Clocks);
        double confidence = curve.OwnShare * resolved.Confidence;
        int slots = context.Get(_resolution) == "hour" ? HoursPerWeek : MinuteOfWeek.MinutesPerWeek;
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, curve, slots, resolved, confidence));
        }
        else
        {
            Print(context, curve, resolved, confidence);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static void Write(Utf8JsonWriter writer, PersonCurve curve, int slots, ResolvedPerson resolved, double confidence)
    {
        writer.WriteStartObject();
        writer.WriteString("universal_id", resolved.Node.ToString());
        writer.WriteNumber("events", curve.Events);
        writer.WriteNumber("confidence", confidence);
        WriteSlots(writer, "slots", curve.Total, slots);
        writer.WriteStartObject("layers");
        foreach ((CurveLayer layer, string name, _) in Layers)
        {
            WriteSlots(writer, name, curve.Layer(layer), slots);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSlots(Utf8JsonWriter writer, string name, WeekCurve curve, int count)
    {
        double[] slots = new double[count];
        curve.ToSlots(slots);
        writer.WriteStartArray(name);
        foreach (double mass in slots)
        {
            writer.WriteNumberValue(mass);
        }

        writer.WriteEndArray();
    }

    private static void Print(VerbContext context, PersonCurve curve, ResolvedPerson resolved, double confidence)
    {
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture, $"{resolved.Node}: {curve.Events} events of evidence, confidence {confidence:0.00}"));
        context.Out.Line("");
        double[] hours = new double[HoursPerWeek];
        curve.Total.ToSlots(hours);
        foreach (string day in WeekSparkline.Week(hours))
        {
            context.Out.Line($"  {day}");
        }

        context.Out.Line("");
        foreach ((CurveLayer layer, _, string words) in Layers)
        {
            double share = curve.Layer(layer).Mass(default, MinuteOfWeek.MinutesPerWeek);
            context.Out.Line(string.Create(CultureInfo.InvariantCulture, $"  {100 * share,3:0} %  {words}"));
        }
    }
}
