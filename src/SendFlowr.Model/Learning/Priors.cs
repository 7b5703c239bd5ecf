using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using SendFlowr.Model.Curves;

namespace SendFlowr.Model.Learning;

/// <summary>One version of what the tenant has learned: the sums A and SA through a day, and the population curve they give.</summary>
/// <remarks>
/// Versions count from 0 (<see cref="Factory"/>, an empty tenant); each cut makes the next. A never decays. The stored form is fixed:
/// format byte 1, then little-endian version, last day learned, events, 7 weekday sums and 2,016 cell sums of 8 bytes each; its SHA-256
/// is the digest a decision names. Immutable, thread-safe.
/// </remarks>
public sealed class Priors
{
    /// <summary>The last day learned of a tenant that has learned nothing.</summary>
    public const long NoDay = long.MinValue;

    public const int SizeBytes = 1 + (3 * sizeof(long)) + ((DaySums.DaysPerWeek + WeekGrid.CellsPerWeek) * sizeof(long));

    private const byte Format = 1;

    private readonly long[] _cells;
    private readonly long[] _weekdays;
    private string? _digest;

    private Priors(long version, long throughDay, long events, long[] cells, long[] weekdays)
    {
        Version = version;
        ThroughDay = throughDay;
        Events = events;
        _cells = cells;
        _weekdays = weekdays;
        Population = new PopulationCurve(cells, weekdays);
    }

    /// <summary>Version 0: nothing learned yet, the uniform curve.</summary>
    public static Priors Factory { get; } = new(0, NoDay, 0, new long[WeekGrid.CellsPerWeek], new long[DaySums.DaysPerWeek]);

    /// <summary>0 for the factory's, one more with every cut.</summary>
    public long Version { get; }

    /// <summary>The last UTC day (since 1970-01-01) whose events are in the sums; <see cref="NoDay"/> when none is.</summary>
    public long ThroughDay { get; }

    /// <summary>How many events are in the sums.</summary>
    public long Events { get; }

    public PopulationCurve Population { get; }

    /// <summary>SHA-256 of the stored form, 64 lower-case hex digits.</summary>
    public string Digest => _digest ??= ComputeDigest();

    /// <summary>The next version, with the sums of a day; late events of earlier days may be among them.</summary>
    /// <param name="day">The day that is over; at least <see cref="ThroughDay"/> (the same day: late events only).</param>
    /// <param name="sums">The merged sums of all partitions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before what was learned already.</exception>
    public Priors Advance(long day, DaySums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        if (day < ThroughDay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(day), day,
                string.Create(CultureInfo.InvariantCulture, $"Priors have learned through day {ThroughDay}; replay from an earlier version to learn day {day} again."));
        }

        long[] cells = new long[_cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = _cells[i] + sums.Cells[i];
        }

        long[] weekdays = new long[_weekdays.Length];
        for (int i = 0; i < weekdays.Length; i++)
        {
            weekdays[i] = _weekdays[i] + sums.Weekdays[i];
        }

        return new Priors(Version + 1, day, Events + sums.Events, cells, weekdays);
    }

    /// <summary>The same sums under the number of a published version, which covers every day to the given one.</summary>
    /// <param name="version">1 or more, greater than every version published before.</param>
    /// <param name="throughDay">Last day covered, days without evidence included; not before <see cref="ThroughDay"/>.</param>
    public Priors Publish(long version, long throughDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(throughDay, ThroughDay);
        return new Priors(version, throughDay, Events, _cells, _weekdays);
    }

    /// <summary>Writes the stored form; returns <see cref="SizeBytes"/>.</summary>
    public int Write(Span<byte> bytes)
    {
        if (bytes.Length < SizeBytes)
        {
            throw new ArgumentException($"Priors need {SizeBytes} bytes; the span has {bytes.Length}.", nameof(bytes));
        }

        bytes[0] = Format;
        Span<byte> rest = bytes[1..];
        rest = WriteLong(rest, Version);
        rest = WriteLong(rest, ThroughDay);
        rest = WriteLong(rest, Events);
        foreach (long sum in _weekdays)
        {
            rest = WriteLong(rest, sum);
        }

        foreach (long sum in _cells)
        {
            rest = WriteLong(rest, sum);
        }

        return SizeBytes;
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[SizeBytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">Another format or length, or a negative version, count or sum.</exception>
    public static Priors Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes || bytes[0] != Format)
        {
            string format = bytes.IsEmpty ? "none" : bytes[0].ToString(CultureInfo.InvariantCulture);
            throw new FormatException(
                $"Stored priors have format {Format} and {SizeBytes} bytes; these have format {format} and {bytes.Length} bytes. Was the record cut, or written by a newer release?");
        }

        ReadOnlySpan<byte> rest = bytes[1..];
        long version = ReadLong(ref rest);
        long throughDay = ReadLong(ref rest);
        long events = ReadLong(ref rest);
        long[] weekdays = new long[DaySums.DaysPerWeek];
        long[] cells = new long[WeekGrid.CellsPerWeek];
        long least = Math.Min(version, events);
        foreach (long[] sums in new[] { weekdays, cells })
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = ReadLong(ref rest);
                least = Math.Min(least, sums[i]);
            }
        }

        return least >= 0
            ? new Priors(version, throughDay, events, cells, weekdays)
            : throw new FormatException($"Stored priors hold the negative number {least} where none can be; the record is damaged.");
    }

    private string ComputeDigest()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ToBytes(), hash);
        return Convert.ToHexStringLower(hash);
    }

    private static Span<byte> WriteLong(Span<byte> bytes, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[sizeof(long)..];
    }

    private static long ReadLong(ref ReadOnlySpan<byte> bytes)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        return value;
    }
}
