using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary>The configured feeds: existing topics with the connectors that map their records.</summary>
internal static class KafkaFeeds
{
    /// <summary>Binds every feed for as long as the process lives.</summary>
    /// <exception cref="ConnectorNotFoundException">A connector is neither built in nor a file.</exception>
    public static IReadOnlyList<FeedTopic> Bind(VerbContext context, FeedBindings feeds) => [.. context.Settings.Kafka.Feeds.Select(feed => Bind(context, feeds, feed))];

    private static FeedTopic Bind(VerbContext context, FeedBindings feeds, FeedSettings feed)
    {
        MapperFactory mappers = new(ConnectorArgument.Find(context, feed.Connector).Definition, new MapperOptions { DefaultCountry = context.Settings.DefaultCountry });
        FeedBinding binding = feeds.Bind(feed.Topic, mappers.CreateJson);
        return new FeedTopic(NormalizeTopology.Name, NormalizeTopology.Feed, feed.Topic, StartOf(feed.From), binding.Key);
    }

    private static FeedStart StartOf(string from) => from switch
    {
        "earliest" => FeedStart.Earliest,
        "latest" => FeedStart.Latest,
        _ => FeedStart.At(Rfc3339.TryParse(from, out Timestamp instant) ? instant.EpochMilliseconds : 0),
    };
}
