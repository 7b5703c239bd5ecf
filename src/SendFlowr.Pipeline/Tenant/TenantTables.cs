using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Tenant;

/// <summary>Tables of the tenant topology and the keys of their rows.</summary>
public static class TenantTables
{
    /// <summary>One row: the learning run under way.</summary>
    public const string Runs = "runs";

    /// <summary>A row for every version of the priors.</summary>
    public const string Versions = "versions";

    /// <summary>A row for every lane: its newest pairs.</summary>
    public const string Lanes = "lanes";

    /// <summary>The row of <see cref="Runs"/>.</summary>
    public static readonly RowKey RunKey = new(0, 1);

    public static RowKey VersionKey(int version) => new(0, (ulong)version);
}
