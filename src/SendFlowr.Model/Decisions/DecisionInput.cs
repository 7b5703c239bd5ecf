using System.Globalization;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Everything a decision depends on. The same input gives the same decision, bit for bit, anywhere.</summary>
/// <remarks>Immutable; safe for all threads as long as nobody writes to the memory behind the rows.</remarks>
public sealed record DecisionInput
{
    public const int DefaultHorizonMinutes = 60;
    public const int MaxHorizonMinutes = 24 * 60;
    public const int MaxLatencyHintSeconds = 3600;

    /// <summary>What a request without <c>send_before</c> gets.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(7);

    /// <summary>Longest time from the first possible arrival to <see cref="SendBefore"/>.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(31);

    private const long MaxTimeMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    /// <summary><c>sf_</c> and 32 hex digits.</summary>
    public required string UniversalId { get; init; }

    /// <summary>Confidence of the identity, 0 … 1.</summary>
    public required double ResolutionConfidence { get; init; }

    /// <summary>How the person was found, for example <c>email_hash</c>.</summary>
    public required string ResolvedBy { get; init; }

    public required string Channel { get; init; }

    /// <summary>Empty when the question names none.</summary>
    public required string Provider { get; init; }

    /// <summary>Earliest arrival, inclusive; may be in the past.</summary>
    public required Timestamp SendAfter { get; init; }

    /// <summary>Latest arrival, inclusive; not before <see cref="SendAfter"/>.</summary>
    public required Timestamp SendBefore { get; init; }

    /// <summary>Decision time; nothing is triggered before it. Events after it are known all the same.</summary>
    public required Timestamp Now { get; init; }

    public DecisionResolution Resolution { get; init; }

    public DecisionArm Arm { get; init; }

    /// <summary>The earliest arrival that nothing forbids instead of the best one; breakers and windows hold all the same.</summary>
    public bool Urgent { get; init; }

    /// <summary>
    /// The arrival that was chosen before: the only candidate, so that the decision says whether it still stands. Null: choose. It lies
    /// within the window; the earliest possible arrival takes its place where that is later.
    /// </summary>
    public Timestamp? HeldTarget { get; init; }

    /// <summary>0 … 3600; used only while nothing has been measured on the lane.</summary>
    public double? LatencyHintSeconds { get; init; }

    /// <summary>How long after its arrival an engagement counts, 1 … 1440 minutes.</summary>
    public int HorizonMinutes { get; init; } = DefaultHorizonMinutes;

    /// <summary>The person's evidence ring: whole entries and nothing else.</summary>
    public ReadOnlyMemory<byte> EvidenceRing { get; init; }

    /// <summary>The person's delivery ring: whole entries and nothing else. Its deliveries say what answers to messages count.</summary>
    public ReadOnlyMemory<byte> DeliveryRing { get; init; }

    /// <summary>The person's signal row (<see cref="SignalState"/>).</summary>
    public ReadOnlyMemory<byte> SignalRow { get; init; }

    /// <summary>What is measured of the lane (provider × channel).</summary>
    public LaneSummary Lane { get; init; }

    /// <summary>The tenant's learned state in force.</summary>
    public required CurvePriors Priors { get; init; }

    /// <summary>The clock the person's habits are kept in, good from the oldest evidence to the end of the window.</summary>
    public PersonClock Clock { get; init; }

    /// <summary>The policy in force.</summary>
    public SignalRules Rules { get; init; } = SignalRules.Factory;

    /// <summary>What each class of evidence weighs, part of the policy.</summary>
    public EvidenceWeights EvidenceWeights { get; init; } = EvidenceWeights.Default;

    internal bool IsHourly => Resolution == DecisionResolution.Hour || Arm == DecisionArm.Hour;

    /// <summary>Refuses an input that no question can have, naming the field, its value and what is allowed.</summary>
    internal void Validate()
    {
        if (!(ResolutionConfidence is >= 0 and <= 1))
        {
            throw Refuse(nameof(ResolutionConfidence), ResolutionConfidence, "0 to 1");
        }

        if (LatencyHintSeconds is { } hint && !(hint is >= 0 and <= MaxLatencyHintSeconds))
        {
            throw Refuse(nameof(LatencyHintSeconds), hint, $"0 to {MaxLatencyHintSeconds}");
        }

        if (HorizonMinutes is < 1 or > MaxHorizonMinutes)
        {
            throw Refuse(nameof(HorizonMinutes), HorizonMinutes, $"1 to {MaxHorizonMinutes}");
        }

        RequireTime(nameof(Now), Now);
        RequireTime(nameof(SendAfter), SendAfter);
        RequireTime(nameof(SendBefore), SendBefore);
        if (SendBefore < SendAfter)
        {
            throw Refuse(nameof(SendBefore), SendBefore, $"not before {nameof(SendAfter)}, {SendAfter}");
        }

        if (HeldTarget is { } held && (held < SendAfter || held > SendBefore))
        {
            throw Refuse(nameof(HeldTarget), held, $"within the window, {SendAfter} to {SendBefore}");
        }

        Timestamp first = SendAfter > Now ? SendAfter : Now;
        if (SendBefore > first.Plus(MaxWindow))
        {
            throw Refuse(nameof(SendBefore), SendBefore, $"at most {MaxWindow.TotalDays} days after {first}");
        }

        RequireRing(nameof(EvidenceRing), EvidenceRing.Length, Rings.EvidenceRing.CapacityBytes);
        RequireRing(nameof(DeliveryRing), DeliveryRing.Length, Rings.DeliveryRing.CapacityBytes);
    }

    private static void RequireTime(string field, Timestamp time)
    {
        if (time.EpochMilliseconds is < 0 or > MaxTimeMilliseconds)
        {
            throw Refuse(field, time.EpochMilliseconds, "within the years 1970 to 9999");
        }
    }

    private static void RequireRing(string field, int bytes, int most)
    {
        if (bytes > most || bytes % RingEntry.SizeBytes != 0)
        {
            throw Refuse(field, bytes, $"whole entries of {RingEntry.SizeBytes} bytes, {most} at most");
        }
    }

    private static ArgumentException Refuse(string field, object value, string allowed) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{field} is {value}; allowed is {allowed}."), field);
}
