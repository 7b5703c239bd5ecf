using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>
/// Ids of decisions: <c>d_</c> and 32 hex digits, the time of creation in milliseconds (48 bits), by which a reader passes over older
/// ones, and 80 bits that no other decision of that millisecond has. Safe for all threads.
/// </summary>
public sealed class DecisionIds
{
    /// <summary>Bytes behind the time.</summary>
    public const int TailBytes = 10;

    private const string Prefix = "d_";
    private const int TimeDigits = 12;
    private const int TimeBytes = 6;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly ulong _instance;
    private long _counter;

    /// <param name="instance">48 bits that stand for this instance alone; the 32 bits behind them count its decisions.</param>
    public DecisionIds(ulong instance) => _instance = instance & 0xFFFF_FFFF_FFFF;

    /// <summary>For a process of its own: the bits of the instance are drawn.</summary>
    public static DecisionIds OfProcess() => new(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>An id that no other decision has.</summary>
    public string Next(Timestamp created)
    {
        uint number = unchecked((uint)Interlocked.Increment(ref _counter));
        Span<byte> tail = stackalloc byte[TailBytes];
        BinaryPrimitives.WriteUInt16BigEndian(tail, (ushort)(_instance >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(tail[2..], (uint)(_instance & uint.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(tail[6..], number);
        return Format(created, tail);
    }

    /// <summary>The id of a time and a tail of ten bytes, for callers whose tails are unique by themselves.</summary>
    public static string Format(Timestamp created, ReadOnlySpan<byte> tail)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tail.Length, TailBytes);
        Span<byte> id = stackalloc byte[sizeof(ushort) + TimeBytes + TailBytes];
        BinaryPrimitives.WriteInt64BigEndian(id, created.EpochMilliseconds);
        tail.CopyTo(id[sizeof(long)..]);
        return string.Concat(Prefix, Convert.ToHexStringLower(id[sizeof(ushort)..]));
    }

    /// <summary>The time in a decision id; false when it is none.</summary>
    public static bool TryTimeOf(string decisionId, out Timestamp created)
    {
        ArgumentNullException.ThrowIfNull(decisionId);
        created = default;
        if (!decisionId.StartsWith(Prefix, StringComparison.Ordinal)
            || decisionId.Length != Prefix.Length + (2 * (TimeBytes + TailBytes))
            || decisionId.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        created = new Timestamp(long.Parse(
            decisionId.AsSpan(Prefix.Length, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }
}
