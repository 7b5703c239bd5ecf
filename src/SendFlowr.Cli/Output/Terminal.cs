using Spectre.Console;

namespace SendFlowr.Cli.Output;

/// <summary>Makes the consoles that verbs write people's text to.</summary>
internal static class Terminal
{
    /// <summary>A console over one of the two standard writers; plain text without colours or movement when it is redirected.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = TerminalShape.RedirectedWidth;
        }

        return console;
    }

    /// <summary>A console whose other end is in another process, which has said what it can show.</summary>
    public static IAnsiConsole Create(TextWriter writer, TerminalShape shape)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = shape.IsAnsi ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = shape.IsRedirected ? InteractionSupport.No : InteractionSupport.Yes,
            ColorSystem = Enum.Parse<ColorSystemSupport>(shape.Colors.ToString()),
        });
        console.Profile.Width = shape.Width;
        console.Profile.Height = shape.Height;
        console.Profile.Capabilities.Unicode = shape.IsUnicode;
        return console;
    }

    /// <summary>An empty table in the program's one style; add columns and rows, then write it.</summary>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    /// <summary>Adds a row of plain texts: nothing in them is taken for markup.</summary>
    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        Text[] texts = new Text[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            texts[i] = new Text(cells[i]);
        }

        table.AddRow(texts);
    }

    /// <summary>Writes one line of plain text, unbroken and without markup.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
