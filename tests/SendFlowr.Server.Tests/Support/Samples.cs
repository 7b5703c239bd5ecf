namespace SendFlowr.Server.Tests.Support;

/// <summary>Bodies that are good.</summary>
internal static class Samples
{
    public static string Event(string id, string type, string at, string email = "ann@example.com") =>
        $$"""{"event_id":"{{id}}","event_type":"{{type}}","occurred_at":"{{at}}","provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"{{email}}"}]}""";
}
