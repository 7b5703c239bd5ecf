using SendFlowr.Connectors.Catalog;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Ingest;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>A pipeline in a directory of its own, with a clock that the test moves and the fixed identity key.</summary>
internal sealed class TestPipeline : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-pipeline-").FullName;
    private int _copies;

    public TestPipeline(int partitions = 2, PersonClocks? clocks = null)
    {
        Options = new EmbeddedPipelineOptions
        {
            Directory = Path.Combine(_folder, "data"),
            IdentityKey = IdentityKey.Fixed(),
            Partitions = partitions,
            Workers = 1,
            Clocks = clocks ?? PersonClocks.Utc,
            Time = Clock,
        };
        Host = EmbeddedPipeline.Open(Options);
    }

    public ManualClock Clock { get; } = new();

    public EmbeddedPipelineOptions Options { get; private set; }

    public EmbeddedPipeline Host { get; private set; }

    public int Partitions => Options.Partitions!.Value;

    /// <summary>Yesterday by the clock, in days since 1970-01-01.</summary>
    public int Yesterday => (int)(Host.NowMilliseconds / 86_400_000) - 1;

    /// <summary>Reads lines as a file of the same name each time, without learning.</summary>
    public IngestResult IngestLines(IEnumerable<string> lines, string file = "events.ndjson")
    {
        string path = Path.Combine(_folder, file);
        File.WriteAllLines(path, lines);
        Ingestor ingestor = new(Host);
        ingestor.Ingest(path, ConnectorCatalog.Find(ConnectorCatalog.Canonical), (_, _) => { }, CancellationToken.None);
        return ingestor.Result;
    }

    public IngestResult Ingest(params IEnumerable<SampleEvent> events) => IngestLines(events.Select(item => item.ToJson()));

    public NodeId NodeOf(string reference)
    {
        using NodeIdHasher hasher = Host.CreateHasher();
        return Reference(reference).Node(hasher);
    }

    public static PersonReference Reference(string text)
    {
        PersonReference.TryParse(text, null, new IdentifierNormalizer(IdentifierRules.Default), out PersonReference? reference, out string error)
            .ShouldBeTrue(error);
        return reference!;
    }

    /// <summary>Stops cleanly and opens the same directory again, with other clocks.</summary>
    public void Reopen(PersonClocks clocks)
    {
        Options = Options with { Clocks = clocks };
        Reopen();
    }

    /// <summary>Stops cleanly and opens the same directory again.</summary>
    public void Reopen()
    {
        Host.Dispose();
        Host = EmbeddedPipeline.Open(Options);
    }

    /// <summary>Goes on with what is in the files at this moment, as after a kill: the running process never gets to stop.</summary>
    public void KillAndReopen()
    {
        string copy = Path.Combine(_folder, $"killed{_copies++}");
        foreach (string file in Directory.EnumerateFiles(Options.Directory, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock"))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Options.Directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Host.Dispose();
        Options = Options with { Directory = copy };
        Host = EmbeddedPipeline.Open(Options);
    }

    /// <summary>Rows of a table of the person topology, of all its tasks.</summary>
    public SortedDictionary<string, string> Rows(string table, bool byTask = false)
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        for (int task = 0; task < Partitions; task++)
        {
            AddRows(rows, Host.Engine.Table(PersonTopology.Name, task, table), byTask ? $"{task}/" : "");
        }

        return rows;
    }

    public SortedDictionary<string, string> TenantRows(string table)
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        AddRows(rows, Host.Engine.Table(TenantTopology.Name, 0, table), "");
        return rows;
    }

    /// <summary>All rows of people, lanes included, and of the tenant's lanes and versions.</summary>
    public IReadOnlyList<SortedDictionary<string, string>> Everything() =>
    [
        Rows(PersonTables.Timing), Rows(PersonTables.Signals), Rows(PersonTables.Messages), Rows(PersonTables.Handoffs), Rows(PersonTables.Lanes, byTask: true),
        TenantRows(TenantTables.Lanes), TenantRows(TenantTables.Versions), TenantRows(TenantTables.Runs),
    ];

    public List<TopicRecord> Topic(string topic, int partitions) =>
        [.. Enumerable.Range(0, partitions).SelectMany(partition => Host.Engine.ReadTopic(topic, partition, 0))];

    public void Dispose()
    {
        Host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void AddRows(SortedDictionary<string, string> rows, IReadOnlyTable table, string prefix)
    {
        TableCursor cursor = default;
        while (table.Scan(ref cursor, 100, (key, row) => rows.Add($"{prefix}{key.High:x16}{key.Low:x16}", Convert.ToHexString(row))))
        {
        }
    }
}
