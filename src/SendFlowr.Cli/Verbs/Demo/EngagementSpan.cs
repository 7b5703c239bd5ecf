namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>How long after its arrival an engagement with a message counts.</summary>
internal enum EngagementSpan
{
    /// <summary>The horizon that decisions promise and are made for.</summary>
    Horizon,

    /// <summary>Twelve hours: nearly whatever comes of a message.</summary>
    TwelveHours,
}
