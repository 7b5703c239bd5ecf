namespace SendFlowr.Cli.Kafka;

/// <summary>What an instance on a cluster does.</summary>
internal enum ClusterRole
{
    /// <summary>Runs tasks and answers over HTTP.</summary>
    All,

    /// <summary>Runs tasks; HTTP tells its health only.</summary>
    Pipeline,

    /// <summary>Answers over HTTP from the tasks of other instances.</summary>
    Serve,
}
