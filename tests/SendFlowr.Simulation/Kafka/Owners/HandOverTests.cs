using SendFlowr.Simulation.Files;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Owners;

/// <summary>Tables that go from a standby to a worker and back, by a cluster that does nothing of its own accord.</summary>
public sealed class HandOverTests : IDisposable
{
    private const string Table = "rows";
    private const long Start = 1_700_000_000_000;
    private static readonly TaskId Id = new("t", 0);
    private static readonly TopicPartition Changelog = new("sendflowr.t.changelog", 0);

    private readonly SimulatedCluster _cluster = new();
    private readonly Topology _topology;
    private readonly StandbyTasks _standbys;
    private long _now = Start;
    private TaskPresence _presence = TaskPresence.Absent;

    public HandOverTests()
    {
        _cluster.CreateTopic("sendflowr.in", 2);
        _cluster.CreateTopic(Changelog.Topic, 2);
        _topology = new TopologyBuilder(Id.Topology).AddSource("in", "sendflowr.in", SourceKind.Partitioned).AddTable(Table)
            .AddProcessor("idle", static () => new Idle(), sources: ["in"], tables: [Table], sinks: []).Build();
        _standbys = Create(mostRecords: 2000);
    }

    [Fact]
    public void rows_show_when_all_there_was_is_applied_and_then_say_how_far_behind_they_are()
    {
        Write(1, 2);
        Turn();
        Turn();
        FollowedTask followed = _standbys.Find(Id)!;
        Rows(followed.Task).ShouldBe(2);
        followed.LagAt(_now).ShouldBe(default);
        followed.LagAt(_now + 60_000).ShouldBe(new StandbyLag(0, 60_000));
    }

    [Fact]
    public void rows_do_not_show_before_all_there_was_is_applied()
    {
        Write(1, 2, 3);
        using StandbyTasks slow = Create(mostRecords: 2);
        slow.RunOnce([Id], _ => _presence, _now);
        slow.Find(Id).ShouldBeNull();
        slow.All.Single().LagAt(_now).Records.ShouldBe(1);
        slow.RunOnce([Id], _ => _presence, _now);
        Rows(slow.Find(Id)!.Task).ShouldBe(3);
    }

    [Fact]
    public void a_row_that_is_deleted_goes()
    {
        Write(1, 2);
        Turn();
        _cluster.Log(Changelog).Append(new SentRecord(KeyOf(1), null, Start));
        Turn();
        Rows(_standbys.Find(Id)!.Task).ShouldBe(1);
    }

    [Fact]
    public void rows_that_stood_still_for_longer_than_deletions_are_remembered_are_read_again_from_the_start()
    {
        Write(1, 2);
        Turn();
        Turn();
        FollowedTask followed = _standbys.Find(Id)!;
        _cluster.Log(Changelog).Append(new SentRecord(KeyOf(3), [3], Start));
        _now += (long)TimeSpan.FromHours(13).TotalMilliseconds;
        Turn();
        Turn();
        _standbys.Find(Id).ShouldBe(followed);
        Rows(followed.Task).ShouldBe(3);
    }

    [Fact]
    public void when_one_task_goes_the_others_are_read_on()
    {
        TaskId second = new("t", 1);
        TopicPartition log = new(Changelog.Topic, 1);
        Write(1);
        _standbys.RunOnce([Id, second], _ => _presence, ++_now);
        _standbys.RunOnce([Id, second], _ => _presence, ++_now);
        _standbys.TryTake(Create(), _now).ShouldBeTrue();
        _cluster.Log(log).Append(new SentRecord(KeyOf(7), [7], Start));
        _presence = TaskPresence.Assigned;
        _standbys.RunOnce([second], _ => _presence, _now += 1000);
        Rows(_standbys.Find(second)!.Task).ShouldBe(1);
    }

    [Fact]
    public void what_is_not_followed_any_more_is_not_read_any_more()
    {
        Write(1);
        Turn();
        _standbys.TryTake(Create(), _now).ShouldBeTrue();
        _cluster.DeleteTopic(Changelog.Topic);
        _presence = TaskPresence.Assigned;
        Turn();
    }

    [Fact]
    public void no_snapshot_is_taken_of_rows_that_a_half_written_commit_has_in_its_redo_only()
    {
        SimulatedFileSystem files = new(3);
        using StandbyTasks standbys = Create(mostRecords: 2000, files, TimeSpan.FromMilliseconds(1));
        Write(1);
        GrowableBytes changes = new();
        RecordCodec.Write(changes, KeyOf(2), [2], isTombstone: false, Start);
        RedoCodec.Send(new LogAppender(_cluster), Changelog, changes.Span, Start);
        for (int turn = 0; turn < 4; turn++)
        {
            standbys.RunOnce([Id], _ => _presence, _now += 1000);
        }

        Rows(standbys.Find(Id)!.Task).ShouldBe(2);
        files.Paths.ShouldBeEmpty();
        WorkerTask worker = Create();
        standbys.TryTake(worker, _now).ShouldBeTrue();
        worker.Redo.Pending.Length.ShouldBe(changes.Length);
    }

    [Fact]
    public void a_worker_gets_the_rows_with_the_place_up_to_which_they_were_read()
    {
        Write(1, 2);
        Turn();
        Turn();
        Write(3);
        WorkerTask worker = Create();
        _standbys.TryTake(worker, _now).ShouldBeTrue();
        (Rows(worker), worker.ChangelogPlace, worker.HasRows).ShouldBe((2, 2, true));
        _standbys.Find(Id).ShouldBeNull();
        _standbys.Promotions.ShouldBe(1);
        _standbys.TryTake(Create(), _now).ShouldBeFalse();
    }

    [Fact]
    public void rows_that_stood_still_for_longer_than_deletions_are_remembered_are_not_taken_over()
    {
        Write(1);
        Turn();
        Turn();
        _standbys.TryTake(Create(), _now + (long)TimeSpan.FromHours(13).TotalMilliseconds).ShouldBeFalse();
    }

    [Fact]
    public void a_task_that_comes_back_is_followed_from_its_place_and_takes_nothing_of_an_earlier_reading()
    {
        Write(1, 2, 3, 4);
        WorkerTask worker = Create();
        worker.ChangelogPlace = 2;
        worker.HasRows = true;
        _standbys.Offer(worker);
        ((IRecordSink)_standbys).Take(new ConsumedRecord
        {
            Partition = Changelog,
            Offset = 3,
            TimestampMilliseconds = Start,
            Key = KeyOf(4),
            Value = [4],
            IsTombstone = false,
        });
        _standbys.Find(Id)!.Place.ShouldBe(2);
        Turn();
        (_standbys.Find(Id)!.Place, Rows(worker)).ShouldBe((4, 2));
    }

    [Fact]
    public void a_task_that_a_worker_has_with_its_rows_is_not_followed_and_one_that_waits_for_them_still_is()
    {
        Write(1);
        Turn();
        Turn();
        _presence = TaskPresence.Assigned;
        Turn();
        _standbys.Find(Id).ShouldNotBeNull();
        _presence = TaskPresence.WithRows;
        Turn();
        _standbys.Find(Id).ShouldBeNull();
    }

    public void Dispose() => _standbys.Dispose();

    private static byte[] KeyOf(byte row) => [0, .. new byte[15], row];

    private static long Rows(WorkerTask task) => task.TableOf(Table).Count;

    private void Write(params byte[] rows)
    {
        foreach (byte row in rows)
        {
            _cluster.Log(Changelog).Append(new SentRecord(KeyOf(row), [row], Start));
        }
    }

    private void Turn()
    {
        _now += 1000;
        _standbys.RunOnce([Id], _ => _presence, _now);
        _standbys.Trouble.ShouldBeNull();
    }

    private StandbyTasks Create(int mostRecords, SimulatedFileSystem? files = null, TimeSpan? snapshotInterval = null)
    {
        StandbyOptions options = new()
        {
            TopicPrefix = TopicNaming.Prefix,
            Directory = "/standby",
            KeepsGivenUp = true,
            MaxRecordsPerTurn = mostRecords,
            SnapshotInterval = snapshotInterval ?? TimeSpan.FromMinutes(5),
        };
        return new StandbyTasks(options, [_topology], new SimulatedProcess(_cluster, "one"), files ?? new SimulatedFileSystem(1), WorkerGuards.All);
    }

    private WorkerTask Create() => new(new StreamTask(_topology, 0, 1, static _ => 1), Changelog, null);

    private sealed class Idle : IProcessor
    {
        public void Init(IProcessorContext context)
        {
        }

        public void Process(in Streams.Topologies.Record record)
        {
        }

        public void Punctuate(long nowMilliseconds)
        {
        }
    }
}
