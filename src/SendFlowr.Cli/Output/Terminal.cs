using Spectre.Console;

namespace SendFlowr.Cli.Output;

/// <summary>Makes the consoles that verbs write people's text to.</summary>
internal static class Terminal
{
    /// <summary>Wide enough that a table written to a file or a pipe is not broken into lines of a terminal's width.</summary>
    private const int RedirectedWidth = 200;

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
            console.Profile.Width = RedirectedWidth;
        }

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
