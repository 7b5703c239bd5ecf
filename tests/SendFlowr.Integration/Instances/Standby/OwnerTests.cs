using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Integration.Instances.Standby;

/// <summary>What instances know of each other by the owners topic, on a real broker.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class OwnerTests(OneBroker broker) : IDisposable
{
    private readonly CountDeployment _deployment = new(broker.Cluster.BootstrapServers);

    [KafkaFact]
    public void the_map_says_who_runs_each_task_and_where_it_is_reached()
    {
        using OwnerMap map = new(broker.Clients(), _deployment.Prefix, TimeProvider.System);
        using KafkaEngine one = _deployment.Start("one");
        using KafkaEngine two = _deployment.Start("two");
        TaskId[] tasks = [new(CountDeployment.Shared, 0), new(CountDeployment.Shared, 1), new(CountDeployment.Followed, 0)];
        CountDeployment.Until(
            () => tasks.Select(task => map.OwnerOf(task)?.Instance).Distinct().Order().SequenceEqual(["one", "two"]), "an owner of each task");
        CountDeployment.Until(() => map.Instances.Count == 2, "both instances");

        foreach (TaskId task in tasks)
        {
            TaskOwner owner = map.OwnerOf(task)!;
            KafkaEngine engine = owner.Instance == "one" ? one : two;
            CountDeployment.Until(() => engine.Read(task, CountTopology.Table) is { IsActive: true }, "rows of a task that runs");
            owner.Url.ShouldBe(new Uri($"http://{owner.Instance}.example:8001"));
        }

        map.Instances.Select(instance => (instance.Name, instance.Workers)).ShouldBe([("one", 1), ("two", 1)]);
    }

    [KafkaFact]
    public void an_instance_that_stops_in_good_order_is_not_in_the_map_any_more()
    {
        using OwnerMap map = new(broker.Clients(), _deployment.Prefix, TimeProvider.System);
        using KafkaEngine one = _deployment.Start("one", workers: 0);
        CountDeployment.Until(() => map.Instances.Count == 1, "the instance");
        one.Stop();
        CountDeployment.Until(() => map.Instances.Count == 0, "its end");
        one.Completion.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [KafkaFact]
    public void an_instance_without_workers_answers_from_what_it_follows_and_says_that_it_is_not_the_owner()
    {
        using KafkaEngine one = _deployment.Start("one");
        using KafkaEngine serve = _deployment.Start("serve", workers: 0);
        _deployment.Write(CountDeployment.Followed, [7, 7, 8]);
        CountDeployment.Until(() => CountDeployment.Read(serve, CountDeployment.Followed, 7) == 2, "the rows of the task that is followed");
        CountDeployment.Until(() => serve.Read(new TaskId(CountDeployment.Followed, 0), CountTopology.Table) is { RecordsBehind: 0, MillisecondsBehind: 0 }, "all of it");
        serve.Read(new TaskId(CountDeployment.Followed, 0), CountTopology.Table)!.Value.IsActive.ShouldBeFalse();
        serve.Read(new TaskId(CountDeployment.Shared, 0), CountTopology.Table).ShouldBeNull();
        serve.IsServing.ShouldBeTrue();
    }

    [KafkaFact]
    public void a_deployment_is_held_to_the_key_and_the_partitions_it_was_begun_with()
    {
        DeploymentClaim claim = new("00112233", 4);
        Claim(claim);
        Claim(claim);
        Should.Throw<DeploymentMismatchException>(() => Claim(claim with { KeyFingerprint = "44556677" })).Message.ShouldBe(
            $"identity.key has the fingerprint 44556677, and the deployment '{_deployment.Prefix}' was begun with a key of the fingerprint 00112233, under which "
            + "its people are known. Give all instances that key, or choose a new kafka.prefix and feed it again from the source topics.");
        Should.Throw<DeploymentMismatchException>(() => Claim(claim with { Partitions = 8 })).Message.ShouldContain("begun with 4");
    }

    [KafkaFact]
    public void of_instances_that_begin_a_deployment_at_once_with_different_keys_one_wins()
    {
        int refused = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, number =>
        {
            try
            {
                Claim(new DeploymentClaim($"key-{number}", 4));
            }
            catch (DeploymentMismatchException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        refused.ShouldBe(3);
    }

    public void Dispose() => _deployment.Dispose();

    private void Claim(DeploymentClaim claim) => _deployment.Cluster.ClaimDeployment(_deployment.Group, _deployment.Prefix, claim, TimeProvider.System);
}
