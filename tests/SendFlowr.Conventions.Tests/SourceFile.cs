namespace SendFlowr.Conventions.Tests;

/// <summary>A text file: its path from the root of the checkout, with '/', and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int LineCount => Text.Length == 0 ? 0 : Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    /// <summary>Line, counted from 1, of a position in the text.</summary>
    public int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;
}
