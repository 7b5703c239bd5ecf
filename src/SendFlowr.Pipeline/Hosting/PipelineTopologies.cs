using SendFlowr.Model.Identity;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Makes the three topologies, the same for every driver.</summary>
public static class PipelineTopologies
{
    /// <summary>The table of the person topology that has one row for each person.</summary>
    public const string PeopleTable = PersonTables.Timing;

    /// <summary>The table of the tenant topology that has one row for each version of the priors.</summary>
    public const string VersionsTable = TenantTables.Versions;

    /// <summary>The table of the tenant topology with the row about learning.</summary>
    public const string RunsTable = TenantTables.Runs;

    /// <summary>Number of the newest learning run, 0 before the first, and whether it is under way or another waits behind it.</summary>
    /// <param name="runs">Committed rows of <see cref="RunsTable"/>.</param>
    public static (long Run, bool IsUnderWay) LearningRun(IReadOnlyTable runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        byte[] buffer = new byte[RunRow.SizeBytes];
        RunRow row = runs.TryCopy(TenantTables.RunKey, ref buffer, out int length) ? RunRow.Read(buffer.AsSpan(0, length)) : RunRow.Empty;
        return (row.Run, row.UnderWay);
    }

    /// <summary>Feeds and requests in, events out.</summary>
    /// <param name="feeds">The sources that are fed.</param>
    /// <param name="key">32 bytes under which identifiers are hashed.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers; null: they are refused.</param>
    public static Topology Normalize(FeedBindings feeds, byte[] key, string? defaultCountry) => NormalizeTopology.Build(
        () => new NormalizeProcessor(feeds, new NodeIdHasher(key)), () => new IntakeProcessor(new NodeIdHasher(key), defaultCountry));

    /// <summary>All three: normalize, person, tenant.</summary>
    /// <param name="feeds">The sources that are fed.</param>
    /// <param name="key">32 bytes under which identifiers are hashed.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers; null: they are refused.</param>
    /// <param name="rules">Hot paths and breakers.</param>
    /// <param name="horizonMinutes">Length of the stretch after arrival in which engagement counts.</param>
    /// <param name="clocks">The clocks of people's habits.</param>
    /// <param name="personTasks">Partitions of the events.</param>
    public static IReadOnlyList<Topology> All(
        FeedBindings feeds, byte[] key, string? defaultCountry, SignalRules rules, int horizonMinutes, PersonClocks clocks, int personTasks) =>
        [Normalize(feeds, key, defaultCountry), PersonTopology.Build(rules, horizonMinutes, clocks), TenantTopology.Build(personTasks, clocks.Name)];

    /// <summary>When the next timer of a task is due, in milliseconds since 1970, from its committed tables; null when none is.</summary>
    public static long? NextDue(TaskId task, Func<string, IReadOnlyTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (task.Topology != PersonTopology.Name)
        {
            return null;
        }

        byte[] row = new byte[sizeof(long) * 2];
        return tables(PersonTables.Task).TryCopy(PersonTables.NextDue, ref row, out int length) ? TimeRow.Read(row.AsSpan(0, length)) : null;
    }
}
