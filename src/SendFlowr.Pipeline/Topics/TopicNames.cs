namespace SendFlowr.Pipeline.Topics;

/// <summary>The topics of this pipeline; each has a file of its name in <c>topics/</c>.</summary>
public static class TopicNames
{
    public const string Events = "sendflowr.events";
    public const string DeadLetters = "sendflowr.deadletters";
    public const string Decisions = "sendflowr.decisions";
    public const string Features = "sendflowr.features";
    public const string Lanes = "sendflowr.lanes";
    public const string Priors = "sendflowr.priors";
    public const string Requests = "sendflowr.requests";
    public const string PersonRequests = "sendflowr.person.requests";
    public const string PersonHops = "sendflowr.person.hops";
    public const string Triggers = "sendflowr.triggers";
    public const string Owners = "sendflowr.owners";
    public const string Sums = "sendflowr.priors.sums";
    public const string PersonChangelog = "sendflowr.person.changelog";
    public const string TenantChangelog = "sendflowr.tenant.changelog";
}
