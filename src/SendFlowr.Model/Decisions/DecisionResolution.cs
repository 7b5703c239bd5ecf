namespace SendFlowr.Model.Decisions;

/// <summary>How finely a target is chosen. The default is <see cref="Minute"/>.</summary>
public enum DecisionResolution
{
    /// <summary>Each candidate is worth the mass of its horizon.</summary>
    Minute = 0,

    /// <summary>Each candidate is worth the mass of the UTC clock hour it lies in.</summary>
    Hour = 1,
}
