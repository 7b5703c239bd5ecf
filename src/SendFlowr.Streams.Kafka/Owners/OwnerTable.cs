using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>What the owners topic says, record by record. One thread at a time.</summary>
internal sealed class OwnerTable : IRecordSink
{
    private readonly Dictionary<TaskId, TaskOwner> _owners = [];
    private readonly Dictionary<string, Heard> _instances = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<TaskId, TaskOwner> Owners => _owners;

    /// <summary>What the deployment was begun with; null before it was.</summary>
    public OwnerRecord? Deployment { get; private set; }

    /// <summary>The offset after the last record taken.</summary>
    public long Place { get; private set; }

    /// <summary>All that was there was taken.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>A record since the last time this was set to false.</summary>
    public bool HasChanged { get; set; }

    /// <summary>The reader's clock, noted with what an instance says.</summary>
    public long NowMilliseconds { get; set; }

    /// <summary>Instances heard of not longer ago than this, by name.</summary>
    public IEnumerable<InstanceAddress> Alive(long limitMilliseconds) => _instances.Values
        .Where(it => NowMilliseconds - it.Milliseconds <= limitMilliseconds)
        .Select(it => it.Address)
        .OrderBy(it => it.Name, StringComparer.Ordinal);

    public void Take(in ConsumedRecord record)
    {
        Place = record.Offset + 1;
        HasChanged = true;
        string key = Encoding.UTF8.GetString(record.Key);
        OwnerRecord? value = record.IsTombstone ? null : TryRead(record.Value);
        if (value is null && !record.IsTombstone)
        {
            return;
        }

        if (OwnerKeys.TryReadTask(key, out TaskId task))
        {
            TakeTask(task, value);
        }
        else if (OwnerKeys.TryReadInstance(key, out string? name))
        {
            TakeInstance(name, value);
        }
        else if (key == OwnerKeys.Deployment)
        {
            Deployment = value;
        }
    }

    public void ReachedEnd(TopicPartition partition, long nextOffset)
    {
        Place = Math.Max(Place, nextOffset);
        IsAtEnd = true;
    }

    /// <summary>A record of a later version, or of somebody else, says nothing here.</summary>
    private static OwnerRecord? TryRead(ReadOnlySpan<byte> value)
    {
        try
        {
            return OwnerRecord.Read(value);
        }
        catch (AvroDataException)
        {
            return null;
        }
    }

    private void TakeTask(TaskId task, OwnerRecord? value)
    {
        if (value is null)
        {
            _owners.Remove(task);
        }
        else
        {
            _owners[task] = new TaskOwner(value.Instance, value.Worker ?? 0, value.Address, value.SinceMilliseconds);
        }
    }

    private void TakeInstance(string name, OwnerRecord? value)
    {
        if (value is null)
        {
            _instances.Remove(name);
        }
        else
        {
            _instances[name] = new Heard(new InstanceAddress(name, value.Address, value.Workers, value.Standbys, value.SinceMilliseconds), NowMilliseconds);
        }
    }

    private readonly record struct Heard(InstanceAddress Address, long Milliseconds);
}
