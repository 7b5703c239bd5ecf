namespace SendFlowr.Connectors.Definitions;

/// <summary>The limits of a canonical event. Lengths are bytes of UTF-8, inclusive. Beyond them an event is a dead letter <c>too_large</c>.</summary>
public static class MappingLimits
{
    public const int EventIdBytes = 256;
    public const int RequestIdBytes = 128;
    public const int MessageIdBytes = 256;
    public const int CampaignBytes = 256;
    public const int ProviderBytes = 64;
    public const int ChannelBytes = 64;
    public const int SourceBytes = 128;
    public const int TimeZoneBytes = 64;
    public const int Identifiers = 16;
    public const int Attributes = 64;
    public const int AttributeNameBytes = 128;
    public const int AttributeValueBytes = 4096;

    /// <summary>Different paths of one definition that start at the whole document (<c>$.</c>).</summary>
    public const int DocumentPaths = 32;

    /// <summary>Levels of nesting of a JSON document.</summary>
    public const int JsonDepth = 64;

    /// <summary>2000-01-01T00:00:00Z, the earliest accepted instant.</summary>
    public const long EarliestMilliseconds = 946_684_800_000;

    /// <summary>An event may lie this far after its receipt.</summary>
    public const long FutureMilliseconds = 24L * 60 * 60 * 1000;
}
