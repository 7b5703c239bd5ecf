using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Simulation.Kafka.Owners;

public sealed class WorkerLeaseTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    private readonly Clock _time = new();

    [Fact]
    public void it_is_held_as_long_as_the_worker_takes_turns()
    {
        WorkerLease lease = new(Session, _time);
        for (int turn = 0; turn < 10; turn++)
        {
            _time.Pass(Session);
            lease.IsHeld(out TimeSpan since).ShouldBeTrue();
            since.ShouldBe(Session);
            lease.Renew(turn + 1);
        }
    }

    [Fact]
    public void it_is_lost_when_the_worker_pauses_for_longer_than_its_session()
    {
        WorkerLease lease = new(Session, _time);
        _time.Pass(Session + TimeSpan.FromMilliseconds(1));
        lease.IsHeld(out TimeSpan since).ShouldBeFalse();
        since.ShouldBe(Session + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void after_such_a_pause_it_comes_back_only_when_the_client_has_had_time_to_hear_of_its_end()
    {
        WorkerLease lease = new(Session, _time);
        _time.Pass(TimeSpan.FromSeconds(60));
        lease.Renew(1);
        lease.IsHeld(out _).ShouldBeFalse();
        _time.Pass(TimeSpan.FromSeconds(1));
        lease.Renew(2);
        lease.IsHeld(out _).ShouldBeFalse();
        _time.Pass(TimeSpan.FromSeconds(1));
        lease.Renew(3);
        lease.IsHeld(out _).ShouldBeTrue();
    }

    [Fact]
    public void it_is_lost_when_turns_go_on_without_a_sign_of_the_cluster_and_comes_back_a_little_after_one()
    {
        WorkerLease lease = new(Session, _time);
        lease.Renew(1);
        for (int second = 1; second <= 7; second++)
        {
            lease.IsHeard.ShouldBeTrue();
            lease.IsHeld(out _).ShouldBeTrue();
            _time.Pass(TimeSpan.FromSeconds(1));
            lease.Renew(1);
        }

        lease.IsHeard.ShouldBeFalse();
        lease.IsHeld(out _).ShouldBeFalse();
        lease.Renew(2);
        lease.IsHeard.ShouldBeTrue();
        lease.IsHeld(out _).ShouldBeFalse();
        _time.Pass(TimeSpan.FromSeconds(2));
        lease.IsHeld(out _).ShouldBeTrue();
    }

    private sealed class Clock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time.Ticks;

        public override long GetTimestamp() => _now;
    }
}
