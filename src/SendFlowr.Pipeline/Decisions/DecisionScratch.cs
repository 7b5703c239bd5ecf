using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>What one decision at a time is computed and written in. Not thread-safe; a pool hands it out.</summary>
internal sealed class DecisionScratch(NodeIdHasher hasher) : IDisposable
{
    private byte[] _rows = new byte[8192];

    public NodeIdHasher Hasher => hasher;

    public DecisionWorkspace Workspace { get; } = new();

    public DecisionWriter Writer { get; } = new();

    /// <summary>Rows are copied here out of their tables.</summary>
    public ref byte[] Rows => ref _rows;

    public void Dispose() => hasher.Dispose();
}
