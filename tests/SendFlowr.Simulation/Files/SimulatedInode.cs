namespace SendFlowr.Simulation.Files;

/// <summary>The bytes of a file: what was synced, and every change since, so that a crash can keep any part of it.</summary>
internal sealed class SimulatedInode
{
    private const int SectorBytes = 512;

    private readonly List<Change> _pending = [];
    private byte[] _content = [];
    private byte[] _durable = [];
    private int _durableLength;

    public int Length { get; private set; }

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        if (count > 0)
        {
            _content.AsSpan((int)offset, count).CopyTo(buffer);
        }

        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var change = new Change((int)offset, bytes.ToArray());
        _pending.Add(change);
        Length = change.Apply(ref _content, Length);
    }

    public void Truncate(long length)
    {
        var change = new Change((int)length, null);
        _pending.Add(change);
        Length = change.Apply(ref _content, Length);
    }

    public void Sync()
    {
        foreach (Change change in _pending)
        {
            _durableLength = change.Apply(ref _durable, _durableLength);
        }

        _pending.Clear();
    }

    /// <summary>
    /// Keeps what was synced, a random number of the later changes of the length, and in each sector a random number of the later writes.
    /// </summary>
    public void Crash(Random random, Survival survival)
    {
        int kept = Choose(random, survival, _pending.Count);
        var budgets = new Dictionary<int, int>();
        foreach (IGrouping<int, int> sector in _pending.SelectMany(change => change.Sectors()).GroupBy(sector => sector))
        {
            budgets.Add(sector.Key, Choose(random, survival, sector.Count()));
        }

        byte[] content = (byte[])_durable.Clone();
        int length = _durableLength;
        for (int index = 0; index < _pending.Count; index++)
        {
            Change change = _pending[index];
            if (index < kept)
            {
                length = change.Bytes is null ? change.Apply(ref content, length) : Math.Max(length, change.Offset + change.Bytes.Length);
            }

            foreach (int sector in change.Sectors())
            {
                if (budgets[sector]-- > 0)
                {
                    change.ApplyWithin(ref content, sector * SectorBytes, SectorBytes);
                }
            }
        }

        Array.Resize(ref content, length);
        _content = content;
        Length = length;
        _durable = (byte[])content.Clone();
        _durableLength = length;
        _pending.Clear();
    }

    internal static int Choose(Random random, Survival survival, int count) => survival switch
    {
        Survival.Nothing => 0,
        Survival.Everything => count,
        _ => random.Next(count + 1),
    };

    /// <summary>A write, or a truncation when there are no bytes.</summary>
    private sealed record Change(int Offset, byte[]? Bytes)
    {
        public IEnumerable<int> Sectors()
        {
            if (Bytes is { Length: > 0 })
            {
                for (int sector = Offset / SectorBytes; sector <= (Offset + Bytes.Length - 1) / SectorBytes; sector++)
                {
                    yield return sector;
                }
            }
        }

        public int Apply(ref byte[] content, int length)
        {
            if (Bytes is null)
            {
                EnsureCapacity(ref content, Offset);
                content.AsSpan(Offset).Clear();
                return Offset;
            }

            ApplyWithin(ref content, 0, int.MaxValue);
            return Math.Max(length, Offset + Bytes.Length);
        }

        public void ApplyWithin(ref byte[] content, int from, int count)
        {
            int start = Math.Max(Offset, from);
            int end = (int)Math.Min(Offset + Bytes!.Length, (long)from + count);
            if (end > start)
            {
                EnsureCapacity(ref content, end);
                Bytes.AsSpan(start - Offset, end - start).CopyTo(content.AsSpan(start));
            }
        }

        private static void EnsureCapacity(ref byte[] content, int needed)
        {
            if (content.Length < needed)
            {
                Array.Resize(ref content, Math.Max(needed, content.Length * 2));
            }
        }
    }
}

/// <summary>How much of what was not synced a crash leaves.</summary>
public enum Survival
{
    /// <summary>Any part of it.</summary>
    Some,

    Nothing,

    Everything,
}
