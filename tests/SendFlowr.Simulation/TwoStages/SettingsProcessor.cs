using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>Keeps the newest record of each key of a broadcast topic; a tombstone or an older timestamp does not count.</summary>
internal sealed class SettingsProcessor : IProcessor
{
    private ITable _settings = null!;

    public void Init(IProcessorContext context) => _settings = context.Table("settings");

    public void Process(in Record record)
    {
        var key = new RowKey(0, record.Key[0]);
        if (_settings.TryGet(key, out ReadOnlySpan<byte> row) && row[0] >= record.Value[0])
        {
            return;
        }

        _settings.Put(key, record.Value);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }
}
