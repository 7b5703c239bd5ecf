using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>The subjects of a deployment's topics. Pure.</summary>
internal static class SchemaSubjects
{
    private const string FilePrefix = "sendflowr.";

    /// <summary>Schema and subject of every topic of records.</summary>
    /// <param name="prefix">What names of topics begin with, in place of <c>sendflowr.</c>.</param>
    public static IEnumerable<(string Schema, string Subject)> All(string prefix) =>
        TopicCatalog.All.Select(topic => (topic.Schema, RegistryClient.SubjectOf(prefix + topic.Name[FilePrefix.Length..])));
}
