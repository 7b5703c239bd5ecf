using System.Text.Json;

namespace SendFlowr.Model.Signals;

/// <summary>Reads a rules file strictly: nothing unknown, nothing missing, nothing contradictory.</summary>
internal static class SignalRulesReader
{
    private const int MaxSignals = 64;
    private const int MaxRepeats = 8;
    private const int MaxHours = 10 * 365 * 24;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static SignalRulesContent Read(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            SignalRulesContent content = ReadRoot(document.RootElement, source);
            CheckNames(content, source);
            return content;
        }
        catch (JsonException error)
        {
            throw new SignalRulesException($"{source} is not valid JSON: {error.Message} Mend the file.", error);
        }
    }

    private static SignalRulesContent ReadRoot(JsonElement element, string source)
    {
        RulesObject root = new(element, source, "version", "hot_paths", "breakers", "subscription");
        RulesObject paths = new(
            root.Required("hot_paths"), root.Path("hot_paths"), "peak", "decay_minutes", "active_minutes", "product_bound", "signals");
        return new SignalRulesContent(
            Version: root.Integer("version", 1, int.MaxValue),
            Peak: paths.Number("peak", 1e-6, 100),
            Decay: TimeSpan.FromMinutes(paths.Integer("decay_minutes", 1, 1440)),
            Active: TimeSpan.FromMinutes(paths.Integer("active_minutes", 0, 1440)),
            ProductBound: paths.Number("product_bound", 1, 1000),
            HotPaths: ReadList(paths, "signals", ReadHotPath),
            Breakers: ReadList(root, "breakers", ReadBreaker),
            Subscription: ReadSubscription(root));
    }

    private static List<T> ReadList<T>(RulesObject parent, string field, Func<JsonElement, string, T> read)
    {
        List<T> list = [];
        foreach (JsonElement entry in parent.Array(field, MaxSignals).EnumerateArray())
        {
            list.Add(read(entry, $"{parent.Path(field)}[{list.Count}]"));
        }

        return list;
    }

    private static HotPathRule ReadHotPath(JsonElement element, string path)
    {
        RulesObject entry = new(element, path, "id", "signal", "window_minutes", "counts_as");
        string signal = entry.Name("signal");
        return new HotPathRule(
            (byte)entry.Integer("id", 1, byte.MaxValue),
            signal,
            TimeSpan.FromMinutes(entry.Integer("window_minutes", 1, 10080)),
            entry.OptionalName("counts_as") ?? signal);
    }

    private static BreakerRule ReadBreaker(JsonElement element, string path)
    {
        RulesObject entry = new(
            element, path, "id", "signal", "event_type", "scope", "hours", "permanent", "attribute", "equals", "repeats", "repeats_within_hours",
            "unsubscribes", "channel");
        bool permanent = entry.Flag("permanent");
        if (permanent == entry.Has("hours"))
        {
            throw RulesObject.Error(path, permanent ? "is permanent and has hours" : "has no end", "write either hours or \"permanent\": true");
        }

        if (entry.Has("attribute") != entry.Has("equals"))
        {
            throw RulesObject.Error(path, "has only one of attribute and equals", "write both or neither");
        }

        if (entry.Has("repeats") != entry.Has("repeats_within_hours"))
        {
            throw RulesObject.Error(path, "has only one of repeats and repeats_within_hours", "write both or neither");
        }

        string signal = entry.Name("signal");
        return new BreakerRule
        {
            Id = (byte)entry.Integer("id", 1, byte.MaxValue),
            Signal = signal,
            EventType = entry.OptionalName("event_type") ?? signal,
            Scope = entry.Name("scope") switch
            {
                "person" => BreakerScope.Person,
                "channel" => BreakerScope.Channel,
                string other => throw RulesObject.Error(entry.Path("scope"), $"is \"{other}\"", "write person or channel"),
            },
            Duration = permanent ? null : TimeSpan.FromHours(entry.Integer("hours", 1, MaxHours)),
            Attribute = entry.OptionalName("attribute"),
            AttributeValue = entry.OptionalName("equals"),
            Repeats = entry.Has("repeats") ? entry.Integer("repeats", 2, MaxRepeats) : 1,
            RepeatsWithin = entry.Has("repeats") ? TimeSpan.FromHours(entry.Integer("repeats_within_hours", 1, MaxHours)) : TimeSpan.Zero,
            Unsubscribes = entry.Flag("unsubscribes"),
            Channel = entry.OptionalName("channel"),
        };
    }

    private static SubscriptionRule ReadSubscription(RulesObject root)
    {
        RulesObject pair = new(root.Required("subscription"), root.Path("subscription"), "unsubscribed", "subscribed");
        RulesObject left = new(pair.Required("unsubscribed"), pair.Path("unsubscribed"), "id", "signal");
        RulesObject back = new(pair.Required("subscribed"), pair.Path("subscribed"), "id", "signal");
        return new SubscriptionRule(
            (byte)left.Integer("id", 1, byte.MaxValue),
            left.Name("signal"),
            (byte)back.Integer("id", 1, byte.MaxValue),
            back.Name("signal"));
    }

    private static void CheckNames(SignalRulesContent content, string source)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<byte> ids = [];
        SubscriptionRule subscription = content.Subscription;
        IEnumerable<(byte Id, string Signal)> all = content.HotPaths.Select(rule => (rule.Id, rule.Signal))
            .Concat(content.Breakers.Select(rule => (rule.Id, rule.Signal)))
            .Append((subscription.UnsubscribedId, subscription.Unsubscribed))
            .Append((subscription.SubscribedId, subscription.Subscribed));
        foreach ((byte id, string signal) in all)
        {
            if (!ids.Add(id))
            {
                throw RulesObject.Error(source, $"gives the id {id} twice, the second time to {signal}", "give every signal its own id");
            }

            if (!names.Add(signal))
            {
                throw RulesObject.Error(source, $"has the signal {signal} twice", "keep one of them");
            }
        }

        foreach (HotPathRule rule in content.HotPaths)
        {
            if (!content.HotPaths.Any(other => other.Signal == rule.CountsAs && other.CountsAs == other.Signal))
            {
                throw RulesObject.Error(source, $"lets {rule.Signal} count as {rule.CountsAs}", "name a hot path that counts as itself");
            }
        }
    }
}
