namespace SendFlowr.Model.Rings;

/// <summary>What happened to a message; the numbers are stored. The default is <see cref="Delivered"/>.</summary>
public enum MessageMomentKind
{
    /// <summary>It reached the mailbox or device.</summary>
    Delivered = 0,

    /// <summary>It was opened; one moment for each UTC day and message.</summary>
    Open = 1,

    /// <summary>A link was followed; every event is a moment.</summary>
    Click = 2,
}
