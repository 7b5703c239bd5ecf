using System.Buffers.Binary;

namespace SendFlowr.Streams.Tables;

/// <summary>
/// Memory for the rows of one table: a few large arrays, cut into blocks of the sizes of <see cref="SizeClass"/>.
/// A freed block goes to the list of its class, linked through its own first bytes, so the garbage collector sees pages only.
/// </summary>
/// <remarks>
/// One thread allocates, frees and writes; others may read through <see cref="TryRead"/> and check afterwards that nothing moved.
/// A location is page × 65,536 + unit; 0 is no block.
/// </remarks>
internal sealed class RowPages
{
    private const int FirstPageUnits = 1024;
    private const int MaxPageUnits = 65_536;
    private const int MaxPages = 65_536;

    private readonly uint[] _free = new uint[SizeClass.Count];
    private byte[][] _pages = [];
    private int _pageCount;
    private int _nextUnit;
    private int _unitsInPage;

    /// <summary>Bytes of all pages.</summary>
    public long AllocatedBytes { get; private set; }

    public uint Allocate(int sizeClass)
    {
        uint location = _free[sizeClass];
        if (location != 0)
        {
            _free[sizeClass] = BinaryPrimitives.ReadUInt32LittleEndian(Block(location, sizeof(uint)));
            return location;
        }

        int units = SizeClass.Units(sizeClass);
        if (units > _unitsInPage - _nextUnit)
        {
            AddPage(units);
        }

        location = ((uint)(_pageCount - 1) << 16) | (uint)_nextUnit;
        _nextUnit += units;
        return location;
    }

    public void Free(uint location, int sizeClass)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Block(location, sizeof(uint)), _free[sizeClass]);
        _free[sizeClass] = location;
    }

    /// <summary>The bytes of a block, for the writing thread.</summary>
    public Span<byte> Block(uint location, int length) =>
        _pages[location >> 16].AsSpan((int)(location & 0xffff) * SizeClass.UnitBytes, length);

    /// <summary>The bytes at a location that may be nonsense by now; false when it cannot be a block.</summary>
    public bool TryRead(uint location, int length, out ReadOnlySpan<byte> bytes)
    {
        byte[][] pages = Volatile.Read(ref _pages);
        uint page = location >> 16;
        int start = (int)(location & 0xffff) * SizeClass.UnitBytes;
        if (page >= (uint)pages.Length || pages[page] is not { } content || length < 0 || length > content.Length - start)
        {
            bytes = default;
            return false;
        }

        bytes = content.AsSpan(start, length);
        return true;
    }

    private void AddPage(int units)
    {
        GiveAwayRest();
        if (_pageCount == MaxPages)
        {
            throw new InvalidOperationException(
                $"A table holds {AllocatedBytes} bytes of rows, the most it can. Use more partitions, so that each has fewer rows.");
        }

        int wanted = (int)Math.Min(MaxPageUnits, (long)FirstPageUnits << Math.Min(_pageCount, 6));
        bool isFirst = _pageCount == 0;
        int size = Math.Min(MaxPageUnits, Math.Max(wanted, units + (isFirst ? 1 : 0)));
        if (_pageCount == _pages.Length)
        {
            byte[][] more = new byte[Math.Max(4, _pages.Length * 2)][];
            _pages.CopyTo(more, 0);
            more[_pageCount] = GC.AllocateUninitializedArray<byte>(size * SizeClass.UnitBytes);
            Volatile.Write(ref _pages, more);
        }
        else
        {
            Volatile.Write(ref _pages[_pageCount], GC.AllocateUninitializedArray<byte>(size * SizeClass.UnitBytes));
        }

        _pageCount++;
        _unitsInPage = size;
        _nextUnit = isFirst ? 1 : 0;
        AllocatedBytes += (long)size * SizeClass.UnitBytes;
        if (_unitsInPage - _nextUnit < units)
        {
            AddPage(units);
        }
    }

    /// <summary>What is left of the current page becomes free blocks.</summary>
    private void GiveAwayRest()
    {
        while (_nextUnit < _unitsInPage)
        {
            int sizeClass = SizeClass.LargestWithin(_unitsInPage - _nextUnit);
            Free(((uint)(_pageCount - 1) << 16) | (uint)_nextUnit, sizeClass);
            _nextUnit += SizeClass.Units(sizeClass);
        }
    }
}
