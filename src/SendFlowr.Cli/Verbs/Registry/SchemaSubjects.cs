using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Registry;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>The subjects of a deployment's topics. Pure.</summary>
internal static class SchemaSubjects
{
    /// <summary>Schema and subject of every topic of records.</summary>
    /// <param name="prefix">What names of topics begin with, in place of <c>sendflowr.</c>.</param>
    public static IEnumerable<(string Schema, string Subject)> All(string prefix) =>
        TopicCatalog.All.Select(topic => (topic.Schema, RegistryClient.SubjectOf(new TopicNaming(prefix).NameOf(topic.Name))));
}
