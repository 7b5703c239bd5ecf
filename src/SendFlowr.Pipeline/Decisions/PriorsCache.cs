using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Tenant;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>The priors in force, read again only when a newer version has been published. Safe for all threads.</summary>
internal sealed class PriorsCache
{
    private readonly PipelineHost _host;
    private Priors? _newest;

    public PriorsCache(PipelineHost host) => _host = host;

    public Priors InForce()
    {
        long version = _host.TenantTable(TenantTables.Versions).Count;
        Priors? cached = Volatile.Read(ref _newest);
        if (cached is not null && cached.Version == version)
        {
            return cached;
        }

        Priors read = _host.PriorsInForce();
        Volatile.Write(ref _newest, read);
        return read;
    }
}
