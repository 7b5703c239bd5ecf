using System.Buffers;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Why the running event is rejected. Its setters return false, so that a check reads as one expression.</summary>
internal sealed class EventFailure
{
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), 0x7F]);

    public RejectionReason Reason { get; private set; }

    /// <summary>Relative to the event.</summary>
    public string Path { get; private set; } = "";

    public string Detail { get; private set; } = "";

    public bool Set(RejectionReason reason, string path, string detail)
    {
        Reason = reason;
        Path = path;
        Detail = detail;
        return false;
    }

    /// <summary>False with a failure unless the field is present.</summary>
    public bool Require(in Field field, string name) => field.State switch
    {
        FieldState.Present => true,
        FieldState.Failed => Set(field.Reason, field.Path, $"{name} {field.Detail}"),
        _ => Set(RejectionReason.MissingField, field.Path, $"{name} is required and is absent, null or empty"),
    };

    /// <summary>False with a failure for a text that is too long or has control characters.</summary>
    public bool Check(in Field field, string name, int maxBytes)
    {
        if (field.Text.Length > maxBytes)
        {
            return Set(RejectionReason.TooLarge, field.Path, $"{name} is longer than {maxBytes} bytes");
        }

        return !field.Text.ContainsAny(Controls)
            || Set(RejectionReason.BadValue, field.Path, $"{name} contains a control character");
    }
}
