using SendFlowr.Model.Time;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>
/// The demo's wall clock: stands still where it is put while history is played, then goes on at a multiple of the real speed. Durations
/// (<see cref="GetTimestamp"/>) are real, so throughput is.
/// </summary>
/// <remarks>Safe for all threads once it runs.</remarks>
internal sealed class VirtualClock : TimeProvider
{
    private long _milliseconds;
    private long _runningSince;
    private double _speed;

    public VirtualClock(Timestamp start) => _milliseconds = start.EpochMilliseconds;

    public override long TimestampFrequency => System.TimestampFrequency;

    public Timestamp Now
    {
        get
        {
            double elapsed = _speed == 0 ? 0 : System.GetElapsedTime(_runningSince).TotalMilliseconds;
            return new Timestamp(_milliseconds + (long)(elapsed * _speed));
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now.EpochMilliseconds);

    public override long GetTimestamp() => System.GetTimestamp();

    /// <summary>Waiting goes as fast as the clock.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    /// <summary>Puts the clock forward; it never goes back.</summary>
    public void MoveTo(Timestamp now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now.EpochMilliseconds, _milliseconds);
        _milliseconds = now.EpochMilliseconds;
    }

    /// <summary>Lets it run from where it stands. Once, before other threads look at it.</summary>
    /// <param name="speed">Virtual seconds a second, more than 0.</param>
    public void Run(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(speed, 0);
        _runningSince = System.GetTimestamp();
        _speed = speed;
    }

    private TimeSpan Real(TimeSpan time) =>
        time <= TimeSpan.Zero || _speed == 0 ? time : TimeSpan.FromTicks(Math.Max(1, (long)(time.Ticks / _speed)));
}
