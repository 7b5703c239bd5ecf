using System.Globalization;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Triggers;

/// <summary>A place in the stream of triggers: everything up to it has been read. The default is the beginning. Immutable.</summary>
/// <param name="EmittedAtMilliseconds">When the last trigger read was written, in milliseconds since 1970: where to seek.</param>
/// <param name="LogPosition">Position of its transaction in the log; triggers of one transaction are always given together.</param>
internal readonly record struct TriggerCursor(long EmittedAtMilliseconds, long LogPosition)
{
    private const char Separator = '-';

    /// <summary>Before every trigger: a log begins with a header, so no transaction is at position 0.</summary>
    public static TriggerCursor Start => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="Problems.RefusedException">Anything else, naming the field.</exception>
    public static TriggerCursor Parse(string text, string field)
    {
        int dash = text.IndexOf(Separator, StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long emitted)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            ? new TriggerCursor(emitted, position)
            : throw ValueReader.Invalid(field, "is no place in the stream: give 'next' of the last answer, or leave it out to begin with the oldest");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmittedAtMilliseconds}{Separator}{LogPosition}");
}
