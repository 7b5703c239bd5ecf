using System.Text;

namespace SendFlowr.Model.Signals;

/// <summary>How a person's signal memory is laid out in bytes.</summary>
/// <remarks>
/// <code>
/// byte     version = 1
/// byte     number of channel names, 0 … 16
/// names    each: byte length 1 … 32, UTF-8 with A–Z lower-cased; ascending by bytes
/// entries  each 10 bytes: slot, signal id, time (big-endian milliseconds since 1970); ascending by slot, id, time
/// </code>
/// Slot 0 holds what concerns the person, and channel signals whose event names no channel; slots 1 … 16 the named
/// channels in order; slot 17 is shared by the channels for which there is no room. An empty row is no bytes at all.
/// <para>
/// The 16 channels with a slot are those whose names sort first of all the names ever seen. When a new name pushes the last
/// one out, that one's entries move to the shared slot. This rule, unlike one by age, does not depend on the order of arrival
/// and forgets no suppression. In the shared slot a leaving is final, since a return to one channel must not open another.
/// </para>
/// </remarks>
internal static class SignalRowLayout
{
    public const byte Version = 1;
    public const int HeaderBytes = 2;
    public const int EntryBytes = 10;
    public const int MaxChannels = 16;
    public const int MaxChannelBytes = 32;
    public const byte PersonSlot = 0;
    public const byte SharedSlot = 17;

    /// <summary>Writes the name as rows keep it; −1 when it is too long for a slot of its own.</summary>
    public static int EncodeChannel(ReadOnlySpan<char> channel, Span<byte> name)
    {
        if (!Encoding.UTF8.TryGetBytes(channel, name[..MaxChannelBytes], out int length))
        {
            return -1;
        }

        foreach (ref byte letter in name[..length])
        {
            if (letter is >= (byte)'A' and <= (byte)'Z')
            {
                letter += 'a' - 'A';
            }
        }

        return length;
    }
}
