using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Tenant;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>The priors in force, read again only when a newer version has been published. Safe for all threads.</summary>
internal sealed class PriorsCache
{
    private readonly PipelineHost _host;
    private CurvePriors? _newest;

    public PriorsCache(PipelineHost host) => _host = host;

    public CurvePriors InForce()
    {
        long version = _host.TenantTable(TenantTables.Versions).Count;
        CurvePriors? cached = Volatile.Read(ref _newest);
        if (cached is not null && cached.Version == version)
        {
            return cached;
        }

        CurvePriors read = _host.PriorsInForce();
        Volatile.Write(ref _newest, read);
        return read;
    }
}
