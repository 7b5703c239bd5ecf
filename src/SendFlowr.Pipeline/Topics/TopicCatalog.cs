using System.Globalization;
using System.Reflection;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Pipeline.Topics;

/// <summary>The topics of the pipeline, read from the files of <c>topics/</c>, which are part of the program.</summary>
public static class TopicCatalog
{
    private const string ResourcePrefix = "topics/";
    private const int MaxPartitions = 4096;

    private static readonly Lazy<IReadOnlyList<TopicFile>> Loaded = new(Load);

    /// <summary>All topics of the topologies' records, by name.</summary>
    public static IReadOnlyList<TopicFile> All { get; } = [.. Loaded.Value.Where(topic => topic.Schema != TopicFile.Rows && topic.Name != TopicNames.Owners)];

    /// <summary>Topics that only a cluster has: what tables are restored from, by name.</summary>
    public static IReadOnlyList<TopicFile> Changelogs { get; } = [.. Loaded.Value.Where(topic => topic.Schema == TopicFile.Rows)];

    /// <summary>The topic, only a cluster has it, that says which instance runs which task.</summary>
    public static TopicFile Owners { get; } = Loaded.Value.Single(topic => topic.Name == TopicNames.Owners);

    /// <summary>The topic of a name that is known to have a file.</summary>
    public static TopicFile Get(string name) => All.Single(topic => topic.Name == name);

    /// <summary>Reads one file; what is wrong goes to the errors.</summary>
    public static TopicFile? Parse(string text, YamlErrors errors)
    {
        if (YamlDocument.Parse(text, errors) is not { } document)
        {
            return null;
        }

        YamlMap map = new(document, "", errors);
        string name = map.RequiredText("name");
        map.RequiredText("about");
        map.RequiredText("key");
        string schema = map.RequiredText("value");
        int partitions = (int)map.Integer("partitions", 1, MaxPartitions, 1);
        TimeSpan retention = Days(map);
        string cleanup = map.Choice("cleanup", [("delete", "delete"), ("compact", "compact"), ("compact,delete", "compact,delete")], "delete");
        string keptFrom = map.Choice("kept_from", [("create", "create"), ("append", "append")], "create");
        map.List("written_by");
        map.List("read_by");
        map.End();
        return new TopicFile(name, schema, partitions, retention, cleanup, keptFrom);
    }

    private static TimeSpan Days(YamlMap map)
    {
        string text = map.RequiredText("retention");
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days))
        {
            return TimeSpan.FromDays(days);
        }

        map.Errors.Add(map.Require("retention")!, "retention is a whole number of days, for example 7d.");
        return TimeSpan.Zero;
    }

    private static TopicFile[] Load()
    {
        Assembly assembly = typeof(TopicCatalog).Assembly;
        List<TopicFile> topics = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            YamlErrors errors = new(resource);
            TopicFile? topic = Parse(reader.ReadToEnd(), errors);
            errors.ThrowIfAny();
            topics.Add(topic!);
        }

        return [.. topics.OrderBy(topic => topic.Name, StringComparer.Ordinal)];
    }
}
