namespace SendFlowr.Connectors.Tests.Support;

/// <summary>Definitions for tests: a good minimal one, to which a test adds the keys it is about.</summary>
internal static class Feeds
{
    /// <summary>Every required key; <c>id</c>, <c>ts</c> (unix_s) and <c>kind</c> are read.</summary>
    public const string Minimal = """
        connector: test
        event_id: id
        event_type: kind
        occurred_at: { path: ts, format: unix_s }
        provider: shop
        channel: email

        """;

    /// <summary>The minimal definition with one key replaced by other lines.</summary>
    public static string With(string key, string lines) =>
        string.Join('\n', Minimal.Split('\n').Select(line => line.StartsWith(key + ":", StringComparison.Ordinal) ? lines : line));

    public static string Plus(string lines) => Minimal + lines + "\n";
}
