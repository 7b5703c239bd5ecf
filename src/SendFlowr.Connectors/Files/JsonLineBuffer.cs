using System.Buffers;

namespace SendFlowr.Connectors.Files;

/// <summary>One line of JSON while it is written, up to a limit. Not thread-safe.</summary>
/// <param name="maxBytes">Most bytes it takes, inclusive; what needs more throws <see cref="JsonLineTooLongException"/>.</param>
internal sealed class JsonLineBuffer(int maxBytes) : IBufferWriter<byte>
{
    private const int InitialBytes = 4096;

    private byte[] bytes = new byte[InitialBytes];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Cuts it, or fills it up with spaces, to a length within the limit.</summary>
    public void SetLength(int length)
    {
        if (bytes.Length < length)
        {
            Array.Resize(ref bytes, length);
        }

        bytes.AsSpan(Math.Min(Length, length), length - Math.Min(Length, length)).Fill((byte)' ');
        Length = length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (needed > maxBytes - Length)
        {
            throw new JsonLineTooLongException();
        }

        if (needed > bytes.Length - Length)
        {
            Array.Resize(ref bytes, (int)Math.Min(maxBytes, Math.Max(2L * bytes.Length, (long)Length + needed)));
        }
    }
}
