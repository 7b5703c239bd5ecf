namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>
/// Events of some people over some weeks, drawn from a seed: messages with sent, delivered, opens and clicks, visits, purchases,
/// tickets, unsubscriptions, bounces, unknown types and machines. No person fills a ring, so that nothing is ever dropped.
/// </summary>
internal static class SampleHistory
{
    /// <summary>2026-02-01T00:00:00Z, a Sunday.</summary>
    public const long FirstDay = 20_485;

    private const long DayMilliseconds = 86_400_000;

    private static readonly string[] Others =
    [
        "site_visit", "product_view", "cart_add", "search_performed", "converted", "payment_succeeded", "ticket_created", "payment_failed",
        "unsubscribed", "subscribed", "unknown_to_anybody", "survey_negative",
    ];

    /// <summary>Every event once, ids <c>e0</c>, <c>e1</c>, … in the order of the list, times in no order.</summary>
    public static List<SampleEvent> Draw(int seed, int people = 12, int days = 20, int messages = 120, int others = 200)
    {
        Random random = new(seed);
        List<SampleEvent> events = [];
        for (int message = 0; message < messages; message++)
        {
            AddMessage(events, random, $"m{message}", random.Next(people), days);
        }

        for (int i = 0; i < others; i++)
        {
            events.Add(Event(random, events.Count, Others[random.Next(Others.Length)], random.Next(people), At(random, days)));
        }

        return events;
    }

    private static void AddMessage(List<SampleEvent> events, Random random, string message, int person, int days)
    {
        long sent = At(random, days);
        long delivered = sent + random.Next(500, 90_000);
        string provider = random.Next(3) == 0 ? "sendgrid" : "klaviyo";
        string channel = random.Next(4) == 0 ? "sms" : "email";
        void Add(string type, long at) =>
            events.Add(Event(random, events.Count, type, person, at) with { Message = message, Provider = provider, Channel = channel });

        Add("sent", sent);
        if (random.Next(10) == 0)
        {
            Add("bounced", delivered);
            events[^1] = events[^1] with { Attributes = new() { ["bounce_type"] = random.Next(2) == 0 ? "hard" : "soft" } };
            return;
        }

        Add("delivered", delivered);
        if (random.Next(2) == 0)
        {
            Add("opened", delivered + random.Next(1000, 7_200_000));
            events[^1] = events[^1] with { Machine = random.Next(4) == 0 ? "prefetch" : null };
        }

        if (random.Next(3) == 0)
        {
            Add("clicked", delivered + random.Next(1000, 7_200_000));
        }
    }

    private static SampleEvent Event(Random random, int number, string type, int person, long at) => new()
    {
        Id = $"e{number}",
        Type = type,
        At = at,
        Email = $"person{person}@example.com",
        Channel = random.Next(4) == 0 ? "sms" : "email",
    };

    private static long At(Random random, int days) => (FirstDay * DayMilliseconds) + random.NextInt64(days * DayMilliseconds);
}
