using System.Buffers.Binary;

namespace SendFlowr.Model.Rings;

/// <summary>A delivery, open or click of a known message with its milliseconds: nine bytes, big-endian: 43 bits time, 2 kind, 16 message, 11 event.</summary>
/// <remarks>Times reach from 1970-01-01 to 2248. Immutable.</remarks>
public readonly record struct MessageMoment : IRingItem<MessageMoment, UInt128>
{
    public const int SizeBytes = 9;

    private const int TimeBits = 43;
    private const int EventBits = 11;
    private const int MessageBits = 16;
    private const int KindShift = MessageBits + EventBits;
    private const int TimeShift = KindShift + 2;
    private const long DayMilliseconds = 86_400_000;

    /// <param name="milliseconds">Since 1970-01-01T00:00Z; see <see cref="CanHold"/>.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="messageHash">Of provider and message id (<see cref="RingHash"/>).</param>
    /// <param name="eventHash">Of provider and event id; its low eleven bits tell clicks apart, other kinds have none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time cannot be held.</exception>
    public MessageMoment(long milliseconds, MessageMomentKind kind, ushort messageHash, ushort eventHash = 0)
    {
        if (!CanHold(milliseconds))
        {
            throw new ArgumentOutOfRangeException(nameof(milliseconds), milliseconds, "Moments of messages lie between 1970 and 2248.");
        }

        Milliseconds = milliseconds;
        Kind = kind;
        MessageHash = messageHash;
        EventHash = kind == MessageMomentKind.Click ? eventHash & ((1 << EventBits) - 1) : 0;
    }

    public long Milliseconds { get; }

    public MessageMomentKind Kind { get; }

    public ushort MessageHash { get; }

    /// <summary>0 … 2047; 0 of deliveries and opens.</summary>
    public int EventHash { get; }

    /// <summary>Where it stands: at its time; an open at the start of its UTC day, since opens of a message and day are one.</summary>
    internal long Place => Kind == MessageMomentKind.Open ? Milliseconds - (Milliseconds % DayMilliseconds) : Milliseconds;

    /// <summary>Key and rank: place, kind, message, event. Equal keys are the same moment; of an open the least time is kept.</summary>
    internal UInt128 Key => Bits(Place);

    /// <summary>Whether a time can be held.</summary>
    public static bool CanHold(long milliseconds) => milliseconds is >= 0 and < 1L << TimeBits;

    static int IRingItem<MessageMoment, UInt128>.Size => SizeBytes;

    UInt128 IRingItem<MessageMoment, UInt128>.Key => Key;

    public static MessageMoment Read(ReadOnlySpan<byte> bytes)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        uint low = ((uint)(high & ((1u << (TimeShift - 8)) - 1)) << 8) | bytes[8];
        return new MessageMoment(
            (long)(high >> (TimeShift - 8)), (MessageMomentKind)(low >> KindShift), (ushort)((low >> EventBits) & 0xFFFF), (ushort)(low & ((1 << EventBits) - 1)));
    }

    public void Write(Span<byte> bytes)
    {
        UInt128 bits = Bits(Milliseconds);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)(bits >> 8));
        bytes[8] = (byte)(bits & 0xFF);
    }

    private UInt128 Bits(long time) => ((UInt128)(ulong)time << TimeShift) | ((uint)Kind << KindShift) | ((uint)MessageHash << EventBits) | (uint)EventHash;

    static MessageMoment IRingItem<MessageMoment, UInt128>.Load(ReadOnlySpan<byte> bytes) => Read(bytes);

    bool IRingItem<MessageMoment, UInt128>.Replaces(MessageMoment stored) => Milliseconds < stored.Milliseconds;
}
