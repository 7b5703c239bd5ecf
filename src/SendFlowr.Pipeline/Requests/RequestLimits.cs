using SendFlowr.Model.Decisions;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The limits of a request, wherever it comes from. Inclusive; lengths are bytes of UTF-8 unless the name says otherwise.</summary>
public static class RequestLimits
{
    /// <summary>Longest request as JSON or Avro.</summary>
    public const int RequestBytes = 1 << 20;

    public const int RequestIdCharacters = 128;

    /// <summary>Identifiers of one person.</summary>
    public const int Identifiers = 32;

    public const int IdentifierValueBytes = 1024;
    public const int IdentifierSourceBytes = 128;
    public const int ChannelBytes = 64;
    public const int ProviderBytes = 64;
    public const int CampaignBytes = 256;
    public const int TemplateBytes = 256;

    /// <summary>Names and values of the metadata together.</summary>
    public const int MetadataBytes = 16 * 1024;

    public const int MetadataEntries = 256;

    /// <summary>Levels of nesting of JSON.</summary>
    public const int JsonDepth = 32;

    public const int LatencySeconds = DecisionInput.MaxLatencyHintSeconds;

    /// <summary>Open requests of one person; one more ends as cancelled, reason <c>too_many_pending</c>.</summary>
    public const int PendingOfPerson = 1000;

    /// <summary>How far ahead of its receipt a window may begin.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    /// <summary>How long a window may be.</summary>
    public static readonly TimeSpan Window = DecisionInput.MaxWindow;

    /// <summary>How long the id of a settled request is remembered at least.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);
}
