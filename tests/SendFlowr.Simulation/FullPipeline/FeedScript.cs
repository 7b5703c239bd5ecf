using System.Globalization;
using System.Text;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Simulation.Driver;

namespace SendFlowr.Simulation.FullPipeline;

/// <summary>
/// Documents of a feed, drawn from a seed: messages with sent, delivered, opens and clicks, visits, tickets, unknown types, blocked
/// identifiers, repetitions, documents that are no events. They come in no order, over all tasks of the feed.
/// </summary>
internal static class FeedScript
{
    /// <summary>2026-02-01, in days since 1970-01-01.</summary>
    public const int FirstDay = 20_485;

    public const int Days = 6;

    private const int People = 15;
    private const int Messages = 40;
    private const int Others = 60;
    private const long DayMilliseconds = 86_400_000;

    /// <summary>The key that documents of the first source bound carry.</summary>
    private static readonly byte[] FirstBinding = [0, 0, 0, 1];

    private static readonly string[] OtherTypes =
        ["site_visit", "product_view", "converted", "ticket_created", "unsubscribed", "subscribed", "unknown_to_anybody"];

    private static readonly byte[][] BadDocuments =
        ["{ truncated"u8.ToArray(), "[]"u8.ToArray(), """{"event_id":"x"}"""u8.ToArray(), [0x7B, 0xFF, 0xFE, 0x7D], "null"u8.ToArray()];

    public static List<ScriptRecord> Draw(Random random)
    {
        List<byte[]> documents = [];
        for (int message = 0; message < Messages; message++)
        {
            AddMessage(documents, random, message);
        }

        for (int i = 0; i < Others; i++)
        {
            documents.Add(Document(random, documents.Count, OtherTypes[random.Next(OtherTypes.Length)], random.Next(People), At(random), null));
        }

        documents.AddRange(documents.Where(_ => random.Next(4) == 0).ToArray());
        documents.AddRange(BadDocuments);
        byte[][] shuffled = [.. documents];
        random.Shuffle(shuffled);
        return
        [
            .. shuffled.Select(document => new ScriptRecord(
                NormalizeTopology.Name, NormalizeTopology.Feed, random.Next(FullPipelinePlan.PersonTasks), FirstBinding, document, Received)),
        ];
    }

    private static long Received => (FirstDay + Days) * DayMilliseconds;

    private static void AddMessage(List<byte[]> documents, Random random, int message)
    {
        int person = random.Next(People);
        long sent = At(random);
        long delivered = sent + random.Next(500, 90_000);
        void Add(string type, long at) => documents.Add(Document(random, documents.Count, type, person, at, $"m{message}"));

        Add("sent", sent);
        Add("delivered", delivered);
        if (random.Next(2) == 0)
        {
            Add("opened", delivered + random.Next(1000, 3_600_000));
        }

        if (random.Next(2) == 0)
        {
            Add("clicked", delivered + random.Next(1000, 3_600_000));
        }
    }

    private static byte[] Document(Random random, int number, string type, int person, long at, string? message)
    {
        bool isBlocked = message is null && random.Next(8) == 0;
        string identifier = isBlocked
            ? """{"type":"shopify_customer_id","value":"null"}"""
            : $$"""{"type":"email","value":"person{{person}}@example.com"}""";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_id":"e{{number}}","event_type":"{{type}}","occurred_at":{{at}},"provider":"klaviyo","channel":"email","identifiers":[{{identifier}}]""");
        return Encoding.UTF8.GetBytes(message is null ? text + "}" : $"{text},\"message_id\":\"{message}\"}}");
    }

    private static long At(Random random) => (FirstDay * DayMilliseconds) + random.NextInt64((Days - 1) * DayMilliseconds);
}
