using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Layout;

/// <summary>What a worker says of topics that do not fit, and of feeds that grow.</summary>
public sealed class TaskLayoutTests : IDisposable
{
    private readonly FixedTopics _topics = new() { Partitions = { ["test.priors"] = 1, ["test.priors.sums"] = 1, ["test.lanes"] = 1, ["clicks"] = 6 } };

    public void Dispose() => _topics.Dispose();

    [Theory]
    [InlineData("test.events")]
    [InlineData("test.requests")]
    [InlineData("test.deadletters")]
    public void a_topic_of_the_deployment_is_no_feed(string topic) =>
        Should.Throw<TopologyException>(() => Read(topic)).Message.ShouldStartWith($"'{topic}' is a topic of this deployment and cannot be a feed as well");

    [Fact]
    public void a_topic_of_another_deployment_is_a_feed() => Read("sendflowr.events").GroupTopics.ShouldContain("sendflowr.events");

    [Fact]
    public void a_topic_is_fed_once() =>
        Should.Throw<TopologyException>(() => Read("clicks", "clicks")).Message.ShouldContain("'clicks' is named by two feeds");

    [Fact]
    public void a_feed_that_is_missing_is_told_apart_from_a_topic_of_the_deployment()
    {
        _topics.Missing.Add("clicks");
        Should.Throw<KafkaFaultException>(() => Read("clicks")).Message.ShouldContain("Feeds are never created here");
        _topics.Missing.Add("test.requests");
        Should.Throw<KafkaFaultException>(() => Read("clicks")).Message.ShouldContain("sendflowr topics apply");
    }

    [Fact]
    public void a_feed_may_grow_and_its_new_partitions_begin_at_their_start()
    {
        TaskLayout layout = Read("clicks");
        _topics.Partitions["clicks"] = 8;
        layout.Check(_topics.Find(layout.Topics));
        IReadOnlyList<WorkerTask> tasks = layout.TasksOf([new TopicPartition("clicks", 5), new TopicPartition("clicks", 7)]);
        tasks.Select(task => task.IsNewPartition).ShouldBe([false, true]);
    }

    [Fact]
    public void another_topic_that_grows_ends_it_at_the_next_look()
    {
        TaskLayout layout = Read("clicks");
        _topics.Partitions["test.events"] = 5;
        Should.Throw<TopologyException>(() => layout.Check(_topics.Find(layout.Topics))).Message.ShouldContain("'test.events' has got more partitions than the 4");
    }

    private TaskLayout Read(params string[] feeds)
    {
        WorkerOptions options = new()
        {
            Group = "test",
            Instance = "one-0",
            TopicPrefix = "test.",
            Directory = "/none",
            Feeds = [.. feeds.Select(topic => new FeedTopic(NormalizeTopology.Name, NormalizeTopology.Feed, topic, FeedStart.Latest, new byte[4]))],
        };
        return TaskLayout.Read(options, [PipelineTopologies.Normalize(new FeedBindings(), IdentityKey.Fixed(), null)], _topics);
    }
}
