using SendFlowr.Avro.Schemas;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Records;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary>The configured feeds: existing topics with the connectors that map their records.</summary>
internal static class KafkaFeeds
{
    /// <summary>Binds every feed for as long as the process lives.</summary>
    /// <param name="context">The verb.</param>
    /// <param name="feeds">Where they are bound.</param>
    /// <param name="schemas">Finds schemas by a registry's id; null without a registry.</param>
    /// <exception cref="ConnectorNotFoundException">A connector is neither built in nor a file.</exception>
    /// <exception cref="VerbException">The file of a schema cannot be used.</exception>
    public static IReadOnlyList<FeedTopic> Bind(VerbContext context, FeedBindings feeds, SchemaLookup? schemas) =>
        [.. context.Settings.Kafka.Feeds.Select(feed => Bind(context, feeds, schemas, feed))];

    private static FeedTopic Bind(VerbContext context, FeedBindings feeds, SchemaLookup? schemas, FeedSettings feed)
    {
        MapperFactory mappers = new(ConnectorArgument.Find(context, feed.Connector).Definition, new MapperOptions { DefaultCountry = context.Settings.DefaultCountry });
        FeedBinding binding = feeds.Bind(feed.Topic, MapperOf(context, feed, mappers, schemas), feed.Topic);
        SchemaLookup? named = feed is { IsAvro: true, Schema: null } ? schemas : null;
        return new FeedTopic(NormalizeTopology.Name, NormalizeTopology.Feed, feed.Topic, StartOf(feed.From), binding.Key, named);
    }

    private static Func<IEventMapper> MapperOf(VerbContext context, FeedSettings feed, MapperFactory mappers, SchemaLookup? schemas)
    {
        if (!feed.IsAvro)
        {
            return mappers.CreateJson;
        }

        if (feed.Schema is null)
        {
            return () => AvroEventMapper.OfNamed(mappers.CreateJson(), schemas!.Find);
        }

        AvroSchema schema = ReadSchema(context, feed.Schema);
        return () => AvroEventMapper.OfPlain(mappers.CreateJson(), schema);
    }

    private static AvroSchema ReadSchema(VerbContext context, string file)
    {
        InputFiles.RequireAll([file], context.ResolvePath);
        try
        {
            return AvroSchema.Parse(File.ReadAllText(context.ResolvePath(file)));
        }
        catch (AvroSchemaException exception)
        {
            throw VerbException.Usage($"the schema '{file}' of a feed cannot be used: {exception.Message}");
        }
    }

    private static FeedStart StartOf(string from) => from switch
    {
        "earliest" => FeedStart.Earliest,
        "latest" => FeedStart.Latest,
        _ => FeedStart.At(Rfc3339.TryParse(from, out Timestamp instant) ? instant.EpochMilliseconds : 0),
    };
}
