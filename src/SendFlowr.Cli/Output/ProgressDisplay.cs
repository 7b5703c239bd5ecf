using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SendFlowr.Cli.Output;

/// <summary>Shows a <see cref="ProgressMeter"/> on standard error: a bar on a terminal, a line every few seconds elsewhere.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows its progress; silent when standard error is redirected and a program reads the answer.</summary>
    public static T Run<T>(IAnsiConsole error, ProgressMeter meter, bool isRedirected, bool isJson, Func<ProgressMeter, T> work)
    {
        if (!isRedirected)
        {
            return RunWithBar(error, meter, work);
        }

        if (!isJson)
        {
            PrintLines(error, meter);
        }

        return work(meter);
    }

    private static T RunWithBar<T>(IAnsiConsole error, ProgressMeter meter, Func<ProgressMeter, T> work) =>
        error.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new MeterColumn(meter))
            .Start(display =>
            {
                ProgressTask bar = display.AddTask(Markup.Escape(meter.Title), maxValue: 1);
                meter.Reported = () => bar.Value = meter.Share;
                T result = work(meter);
                bar.Value = 1;
                return result;
            });

    private static void PrintLines(IAnsiConsole error, ProgressMeter meter)
    {
        TimeSpan next = LineInterval;
        meter.Reported = () =>
        {
            TimeSpan elapsed = meter.Elapsed;
            if (elapsed >= next)
            {
                next = elapsed + LineInterval;
                error.Line(string.Create(CultureInfo.InvariantCulture, $"{meter.Title}: {meter.Share:0 %}, {meter.Describe()}"));
            }
        };
    }

    private sealed class MeterColumn(ProgressMeter meter) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(meter.Describe());
    }
}
