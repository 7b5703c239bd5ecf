using System.Text;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Owners;

public sealed class OwnerTableTests
{
    private static readonly TopicPartition Topic = new("sendflowr.owners", 0);

    private readonly OwnerTable _table = new();
    private long _offset;

    [Fact]
    public void the_newest_record_of_a_task_says_who_runs_it()
    {
        TaskId task = new("person.x", 13);
        Take(OwnerKeys.OfTask(task), new OwnerRecord { Instance = "one", Worker = 1, SinceMilliseconds = 5 });
        Take(OwnerKeys.OfTask(task), new OwnerRecord { Instance = "two", Worker = 0, Url = "http://two:1/", SinceMilliseconds = 6 });
        _table.Owners[task].ShouldBe(new TaskOwner("two", 0, new Uri("http://two:1/"), 6));
    }

    [Fact]
    public void a_task_that_nobody_runs_any_more_has_no_owner()
    {
        TaskId task = new("person", 1);
        Take(OwnerKeys.OfTask(task), new OwnerRecord { Instance = "one", Worker = 1, SinceMilliseconds = 5 });
        Take(OwnerKeys.OfTask(task), null);
        _table.Owners.ShouldBeEmpty();
    }

    [Fact]
    public void an_instance_is_there_until_it_says_that_it_goes_or_is_silent_for_too_long()
    {
        _table.NowMilliseconds = 1000;
        Take(OwnerKeys.OfInstance("two"), new OwnerRecord { Instance = "two", SinceMilliseconds = 1, Workers = 2, Standbys = 1 });
        Take(OwnerKeys.OfInstance("one"), new OwnerRecord { Instance = "one", SinceMilliseconds = 1 });
        Take(OwnerKeys.OfInstance("gone"), new OwnerRecord { Instance = "gone", SinceMilliseconds = 1 });
        Take(OwnerKeys.OfInstance("gone"), null);
        _table.Alive(500).ShouldBe([new InstanceAddress("one", null, 0, 0, 1), new InstanceAddress("two", null, 2, 1, 1)]);
        _table.NowMilliseconds = 1501;
        Take(OwnerKeys.OfInstance("two"), new OwnerRecord { Instance = "two", SinceMilliseconds = 1, Workers = 2, Standbys = 1 });
        _table.Alive(500).Select(instance => instance.Name).ShouldBe(["two"]);
    }

    [Fact]
    public void what_is_not_understood_changes_nothing()
    {
        TaskId task = new("person", 0);
        OwnerRecord record = new() { Instance = "one", Worker = 0, SinceMilliseconds = 5 };
        Take(OwnerKeys.OfTask(task), record);
        foreach (byte[] value in new byte[][] { [], [1, 2, 3], [0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 4], record.ToBytes()[..15] })
        {
            TakeBytes(OwnerKeys.OfTask(task), value);
        }

        Take("task/person", record);
        Take("task/person/x", record);
        Take("other", record);
        _table.Owners.ShouldBe(new Dictionary<TaskId, TaskOwner> { [task] = new("one", 0, null, 5) });
        _table.Place.ShouldBe(_offset);
    }

    [Fact]
    public void the_deployment_s_record_comes_back_as_it_was_written()
    {
        OwnerRecord record = new() { SinceMilliseconds = 5, Fingerprint = "0011", Partitions = 8 };
        Take(OwnerKeys.OfDeployment(), record);
        _table.Deployment.ShouldBe(record);
    }

    private void Take(byte[] key, OwnerRecord? record) => TakeBytes(key, record?.ToBytes());

    private void Take(string key, OwnerRecord record) => TakeBytes(Encoding.UTF8.GetBytes(key), record.ToBytes());

    private void TakeBytes(byte[] key, byte[]? value) => _table.Take(new ConsumedRecord
    {
        Partition = Topic,
        Offset = _offset++,
        TimestampMilliseconds = 1,
        Key = key,
        Value = value,
        IsTombstone = value is null,
    });
}
