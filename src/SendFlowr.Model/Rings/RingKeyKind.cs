namespace SendFlowr.Model.Rings;

/// <summary>How entries of a class are told apart. The default is <see cref="Minute"/>.</summary>
public enum RingKeyKind
{
    /// <summary>By (minute, class, hash of provider and event id).</summary>
    Minute = 0,

    /// <summary>By (UTC half hour, class); the hash is always 0.</summary>
    HalfHour = 1,

    /// <summary>By (UTC day, class, hash of provider and message id).</summary>
    Day = 2,
}
