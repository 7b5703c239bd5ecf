using Spectre.Console;

namespace SendFlowr.Cli.Output;

/// <summary>What the other end of a writer can show. Immutable.</summary>
/// <param name="IsRedirected">No terminal: a file or a pipe.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Lines.</param>
/// <param name="IsAnsi">Understands movement of the cursor.</param>
/// <param name="Colors">How many colours.</param>
/// <param name="IsUnicode">Shows more than ASCII.</param>
internal sealed record TerminalShape(bool IsRedirected, int Width, int Height, bool IsAnsi, ColorSystem Colors, bool IsUnicode)
{
    /// <summary>Wide enough that a table written to a file or a pipe is not broken into lines of a terminal's width.</summary>
    public const int RedirectedWidth = 200;

    /// <summary>Bounds of what another process says about its terminal.</summary>
    public const int MaxSide = 10_000;

    /// <summary>A file or a pipe.</summary>
    public static TerminalShape Redirected { get; } = new(true, RedirectedWidth, 25, IsAnsi: false, ColorSystem.NoColors, IsUnicode: true);

    /// <summary>What detection has found out about a console of this process.</summary>
    public static TerminalShape Of(IAnsiConsole console, bool isRedirected) => isRedirected
        ? Redirected
        : new(
            false,
            Math.Clamp(console.Profile.Width, 1, MaxSide),
            Math.Clamp(console.Profile.Height, 1, MaxSide),
            console.Profile.Capabilities.Ansi,
            console.Profile.Capabilities.ColorSystem,
            console.Profile.Capabilities.Unicode);
}
