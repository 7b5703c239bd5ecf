using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>One transform, ready to run on UTF-8.</summary>
internal sealed class TransformPlan(TransformKind kind, string? argument)
{
    private static readonly SearchTable Whitespace = new(" \t\r\n"u8);

    private readonly byte[] argumentBytes = Encoding.UTF8.GetBytes(argument ?? "");

    public void Apply(ref Field field, TextScratch scratch)
    {
        switch (kind)
        {
            case TransformKind.Trim:
                field.Text = Whitespace.Trim(field.Text);
                break;
            case TransformKind.Lowercase:
                field.Text = ChangeCase(field.Text, scratch, upper: false);
                break;
            case TransformKind.Uppercase:
                field.Text = ChangeCase(field.Text, scratch, upper: true);
                break;
            case TransformKind.HashEmail:
                Normalize(ref field, IdentifierForm.Email, scratch);
                break;
            case TransformKind.E164:
                Normalize(ref field, IdentifierForm.Phone, scratch);
                break;
            case TransformKind.Prefix:
                Span<byte> joined = scratch.Take(argumentBytes.Length + field.Text.Length);
                argumentBytes.CopyTo(joined);
                field.Text.CopyTo(joined[argumentBytes.Length..]);
                field.Text = joined;
                break;
            case TransformKind.StripPrefix:
                field.Text = field.Text.StartsWith(argumentBytes) ? field.Text[argumentBytes.Length..] : field.Text;
                break;
            default:
                throw new InvalidOperationException($"Unknown transform {kind}.");
        }

        if (field.State == FieldState.Present && field.Text.IsEmpty)
        {
            field = Field.Absent(field.Path, field.Kind);
        }
    }

    private void Normalize(ref Field field, IdentifierForm form, TextScratch scratch)
    {
        IdentifierProblem problem = IdentifierNormalizer.Default.Normalize(form, field.Text, argument, out string value);
        if (problem == IdentifierProblem.None)
        {
            Span<byte> bytes = scratch.Take(Encoding.UTF8.GetByteCount(value));
            Encoding.UTF8.GetBytes(value, bytes);
            field.Text = bytes;
        }
        else if (problem != IdentifierProblem.Blocked)
        {
            // A placeholder passes as it is: whoever uses the value drops it with the right reason.
            field = Field.Failed(field.Path, RejectionReason.BadIdentifier, problem.Explain());
            field.Problem = problem;
        }
    }

    private static Span<byte> ChangeCase(ReadOnlySpan<byte> text, TextScratch scratch, bool upper)
    {
        Span<byte> ascii = scratch.Take(text.Length);
        if (Ascii.IsValid(text))
        {
            _ = upper ? Ascii.ToUpper(text, ascii, out _) : Ascii.ToLower(text, ascii, out _);
            return ascii;
        }

        string decoded = Encoding.UTF8.GetString(text);
        string changed = upper ? decoded.ToUpperInvariant() : decoded.ToLowerInvariant();
        Span<byte> bytes = scratch.Take(Encoding.UTF8.GetByteCount(changed));
        Encoding.UTF8.GetBytes(changed, bytes);
        return bytes;
    }
}
