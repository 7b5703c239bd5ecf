using System.Collections.Frozen;
using System.Security.Cryptography;
using SendFlowr.Model.Events;

namespace SendFlowr.Model.Signals;

/// <summary>Hot paths, circuit breakers and the subscription pair, read from a versioned data file.</summary>
/// <remarks>
/// Immutable and safe for all threads. The values in force by default are those of <c>signals.v1.json</c>
/// (<see cref="Factory"/>). Rules are named by <see cref="PolicyVersion"/>, which every decision carries.
/// </remarks>
public sealed class SignalRules
{
    private static readonly Lazy<SignalRules> FactoryRules = new(ReadFactory);

    private readonly FrozenDictionary<string, SignalMemory[]> _memories;
    private readonly byte[] _keepById = new byte[256];

    internal SignalRules(SignalRulesContent content, ReadOnlySpan<byte> file)
    {
        Version = content.Version;
        Peak = content.Peak;
        Decay = content.Decay;
        Active = content.Active;
        ProductBound = content.ProductBound;
        HotPaths = content.HotPaths;
        Breakers = content.Breakers;
        Subscription = content.Subscription;
        Digest = Convert.ToHexStringLower(SHA256.HashData(file));
        PolicyVersion = $"signals.v{Version}:{Digest[..12]}";
        _memories = Memories(content).GroupBy(pair => pair.EventType, pair => pair.Memory, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        Array.Fill(_keepById, byte.MaxValue);
        foreach (SignalMemory memory in _memories.Values.SelectMany(list => list))
        {
            _keepById[memory.Id] = (byte)memory.Keep;
        }
    }

    /// <summary>The rules this program comes with.</summary>
    public static SignalRules Factory => FactoryRules.Value;

    /// <summary>The number the file gives itself, 1 or more.</summary>
    public int Version { get; }

    /// <summary>ω of a hot path at the instant of the event; more than 0.</summary>
    public double Peak { get; }

    /// <summary>Time in which ω falls to 1/e.</summary>
    public TimeSpan Decay { get; }

    /// <summary>Hot paths count for minutes from now to now + this, both inclusive.</summary>
    public TimeSpan Active { get; }

    /// <summary>Upper bound of the product of (1 + ω) over the signals in force; 1 or more.</summary>
    public double ProductBound { get; }

    public IReadOnlyList<HotPathRule> HotPaths { get; }

    /// <summary>In order of precedence: of several breakers that stop a send the first is named.</summary>
    public IReadOnlyList<BreakerRule> Breakers { get; }

    public SubscriptionRule Subscription { get; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hex digits.</summary>
    public string Digest { get; }

    /// <summary><c>signals.v{version}:{first 12 digits of the digest}</c>.</summary>
    public string PolicyVersion { get; }

    /// <summary>Reads a rules file.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="source">Name of the file, for error texts.</param>
    /// <exception cref="SignalRulesException">Anything missing, unknown, out of range or contradictory.</exception>
    public static SignalRules Parse(ReadOnlyMemory<byte> json, string source) =>
        new(SignalRulesReader.Read(json, source), json.Span);

    /// <summary>Whether an event of this type can change a signal row.</summary>
    public bool IsSignal(string eventType) => _memories.ContainsKey(eventType);

    /// <summary>The only channel that an event can be a signal for; empty when it concerns all of them.</summary>
    /// <remarks>Where more channels are known than have a memory of their own, others may be concerned too.</remarks>
    public string ScopeOf(CanonicalEvent value)
    {
        string? scope = null;
        foreach (SignalMemory memory in MemoriesOf(value.EventType))
        {
            if (memory.Matches(value))
            {
                string channel = memory.PerChannel ? memory.FixedChannel ?? value.Channel : "";
                scope = scope is null || scope == channel ? channel : "";
            }
        }

        return scope ?? "";
    }

    internal ReadOnlySpan<SignalMemory> MemoriesOf(string eventType) =>
        _memories.TryGetValue(eventType, out SignalMemory[]? found) ? found : [];

    /// <summary>How many of the newest times are kept; ids these rules do not know are left alone.</summary>
    internal int KeepOf(byte id) => _keepById[id];

    private static IEnumerable<(string EventType, SignalMemory Memory)> Memories(SignalRulesContent content)
    {
        SubscriptionRule subscription = content.Subscription;
        foreach (HotPathRule rule in content.HotPaths)
        {
            yield return (rule.Signal, new SignalMemory(rule.Id) { PeopleOnly = true });
        }

        foreach (BreakerRule rule in content.Breakers)
        {
            SignalMemory memory = new(rule.Id)
            {
                Keep = rule.Repeats,
                PerChannel = rule.Scope == BreakerScope.Channel,
                FixedChannel = rule.Channel,
                Attribute = rule.Attribute,
                AttributeValue = rule.AttributeValue,
            };
            yield return (rule.EventType, memory);
            if (rule.Unsubscribes)
            {
                yield return (rule.EventType, new SignalMemory(subscription.UnsubscribedId)
                {
                    PerChannel = true,
                    FixedChannel = rule.Channel,
                    Attribute = rule.Attribute,
                    AttributeValue = rule.AttributeValue,
                });
            }
        }

        yield return (subscription.Unsubscribed, new SignalMemory(subscription.UnsubscribedId) { PerChannel = true });
        yield return (subscription.Subscribed, new SignalMemory(subscription.SubscribedId) { PerChannel = true, NeedsOwnChannel = true });
    }

    private static SignalRules ReadFactory()
    {
        const string name = "signals.v1.json";
        using Stream stream = typeof(SignalRules).Assembly.GetManifestResourceStream($"SendFlowr.Model.Data.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded in this build: restore it in SendFlowr.Model.csproj.");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json, name);
    }
}
