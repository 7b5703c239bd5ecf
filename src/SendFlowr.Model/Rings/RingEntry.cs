using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Rings;

/// <summary>One event in a ring: six bytes, big-endian: 27 bits minute, 5 bits class, 16 bits hash.</summary>
/// <remarks>
/// The minute counts from 1970-01-01T00:00Z and reaches to 2225-03-12. The default value is no entry. Immutable.
/// </remarks>
public readonly record struct RingEntry : IRingItem<RingEntry, ulong>
{
    public const int SizeBytes = 6;
    public const int MaxMinute = (1 << 27) - 1;

    private const int HalfHourMinutes = 30;
    private const int ClassShift = 16;
    private const int MinuteShift = 21;

    /// <summary>An entry; of classes keyed by half hour the hash is dropped.</summary>
    /// <param name="minute">0 … <see cref="MaxMinute"/>.</param>
    /// <param name="evidenceClass">Not <see cref="EvidenceClass.None"/>.</param>
    /// <param name="hash">Of provider and message id, or provider and event id, as the class says: see <see cref="RingHash"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Minute or class is out of range.</exception>
    public RingEntry(long minute, EvidenceClass evidenceClass, ushort hash)
    {
        if (minute is < 0 or > MaxMinute)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minute), minute, string.Create(CultureInfo.InvariantCulture, $"Ring entries hold minutes 0 to {MaxMinute} since 1970-01-01."));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero((int)evidenceClass, nameof(evidenceClass));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)evidenceClass, EvidenceClasses.Count, nameof(evidenceClass));
        Minute = (int)minute;
        Class = evidenceClass;
        Hash = EvidenceClasses.KeyKind(evidenceClass) == RingKeyKind.HalfHour ? (ushort)0 : hash;
    }

    private RingEntry(ulong bits)
    {
        Minute = (int)(bits >> MinuteShift);
        Class = (EvidenceClass)((bits >> ClassShift) & 31);
        Hash = (ushort)(bits & 0xFFFF);
    }

    public int Minute { get; }

    public EvidenceClass Class { get; }

    public ushort Hash { get; }

    /// <summary>The minute its key starts at: of its half hour, its UTC day, or the minute itself.</summary>
    public int Place => EvidenceClasses.KeyKind(Class) switch
    {
        RingKeyKind.HalfHour => Minute - (Minute % HalfHourMinutes),
        RingKeyKind.Day => Minute - (Minute % UtcDay.Minutes),
        _ => Minute,
    };

    /// <summary>Key and rank in one number: place, base class, hash. Equal keys are the same event.</summary>
    internal ulong Key => ((ulong)Place << MinuteShift) | ((ulong)EvidenceClasses.Base(Class) << ClassShift) | Hash;

    static int IRingItem<RingEntry, ulong>.Size => SizeBytes;

    ulong IRingItem<RingEntry, ulong>.Key => Key;

    public static RingEntry Read(ReadOnlySpan<byte> bytes) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    public void Write(Span<byte> bytes)
    {
        Debug.Assert(Class != EvidenceClass.None, "The default entry is no entry.");
        ulong bits = ((ulong)Minute << MinuteShift) | ((ulong)Class << ClassShift) | Hash;
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(bits >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)(bits & 0xFFFFFFFF));
    }

    /// <summary>
    /// Whether this entry replaces a stored one of the same key: an earlier minute does. Of equal minutes a variant of higher rank does,
    /// so that a verdict outlives the redelivery of the unjudged event and the order of arrival changes nothing.
    /// </summary>
    internal bool Replaces(RingEntry stored) =>
        Minute < stored.Minute || (Minute == stored.Minute && EvidenceClasses.Rank(Class) > EvidenceClasses.Rank(stored.Class));

    static RingEntry IRingItem<RingEntry, ulong>.Load(ReadOnlySpan<byte> bytes) => Read(bytes);

    bool IRingItem<RingEntry, ulong>.Replaces(RingEntry stored) => Replaces(stored);
}
