using SendFlowr.Model.Rings;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Person;

/// <summary>The rings of one person, unpacked into reused buffers with room for one more entry. Not thread-safe.</summary>
internal sealed class PersonRings
{
    private readonly byte[] _evidence = new byte[EvidenceRing.CapacityBytes];
    private readonly byte[] _deliveries = new byte[DeliveryRing.CapacityBytes];
    private readonly byte[] _row = new byte[TimingRow.MaxBytes];
    private readonly byte[] _zones = new byte[ZoneRing.CapacityBytes];
    private int _evidenceCount;
    private int _deliveryCount;
    private int _zoneCount;

    public void Load(ReadOnlySpan<byte> row)
    {
        TimingRow timing = TimingRow.Read(row);
        timing.Evidence.Bytes.CopyTo(_evidence);
        timing.Deliveries.Bytes.CopyTo(_deliveries);
        _evidenceCount = timing.Evidence.Count;
        _deliveryCount = timing.Deliveries.Count;
        timing.Zones.CopyTo(_zones);
        _zoneCount = timing.Zones.Length / ZoneSighting.SizeBytes;
    }

    /// <summary>Adds to the evidence; false when nothing changed.</summary>
    public bool AddEvidence(RingEntry entry) => EvidenceRing.Add(_evidence, ref _evidenceCount, entry);

    /// <summary>Adds to the deliveries; false when nothing changed.</summary>
    public bool AddDelivery(RingEntry entry) => DeliveryRing.Add(_deliveries, ref _deliveryCount, entry);

    /// <inheritdoc cref="ScannerVerdicts.Apply"/>
    public int JudgeScanners(ReadOnlySpan<byte> messages) => ScannerVerdicts.Apply(messages, _evidence, _evidenceCount);

    /// <summary>Adds to the zones; false when nothing changed.</summary>
    public bool AddZone(ZoneSighting sighting) => ZoneRing.Add(_zones, ref _zoneCount, sighting);

    /// <summary>The row as it is now; valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack()
    {
        int length = TimingRow.Write(
            _row, new RingView(_evidence, _evidenceCount), new RingView(_deliveries, _deliveryCount), _zones.AsSpan(0, _zoneCount * ZoneSighting.SizeBytes));
        return _row.AsSpan(0, length);
    }
}
