namespace SendFlowr.Pipeline.Tests.Hosting;

/// <summary>A clock that a test moves while another thread reads it; it may also move by itself a little at each look. Starts at 2026-03-01T12:00:00Z.</summary>
internal sealed class SharedClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).Ticks;
    private long _ticksPerLook;

    /// <summary>Time that passes at each look at <see cref="GetTimestamp"/>.</summary>
    public TimeSpan PassesPerLook
    {
        set => Interlocked.Exchange(ref _ticksPerLook, value.Ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, Interlocked.Read(ref _ticksPerLook));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
