using SendFlowr.Streams.Files;

namespace SendFlowr.Simulation.Files;

/// <summary>
/// A file system in memory that forgets in a crash what was not synced: bytes of files by sectors of 512 bytes, and creations, renames and
/// deletions by operation, each at random. Deterministic for a seed. Not thread safe.
/// </summary>
/// <remarks>Stricter than common file systems: neither writes nor names reach the disk in order, and syncing a file does not sync its name.</remarks>
public sealed class SimulatedFileSystem(int seed) : IFileSystem
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, SimulatedInode> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedInode> _durableNames = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pending = [];
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private bool _isDown;

    public FaultPlan Faults { get; } = new();

    /// <summary>Operations by kind since the beginning.</summary>
    public long[] Operations { get; } = new long[Enum.GetValues<FileOperation>().Length];

    /// <summary>All files, in ordinal order.</summary>
    public IReadOnlyList<string> Paths => [.. _names.Keys.Order(StringComparer.Ordinal)];

    internal int Boots { get; private set; }

    public IFile Create(string path)
    {
        var inode = new SimulatedInode();
        Operate(FileOperation.Create, () => Change(path, (path, inode)));
        return new SimulatedFile(this, inode, writable: true);
    }

    public IFile Open(string path, bool writable)
    {
        Operate(FileOperation.Open, () => { });
        return _names.TryGetValue(path, out SimulatedInode? inode)
            ? new SimulatedFile(this, inode, writable)
            : throw new FileNotFoundException("Simulated: no such file.", path);
    }

    public bool FileExists(string path) => _names.ContainsKey(path);

    public IReadOnlyList<string> List(string directory)
    {
        CheckUp();
        return [.. _names.Keys.Where(path => DirectoryOf(path) == directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    public void CreateDirectory(string directory) => CheckUp();

    public void Rename(string from, string to)
    {
        CheckUp();
        SimulatedInode inode = _names[from];
        Operate(FileOperation.Rename, () => Change(to, (from, null), (to, inode)));
    }

    public void Delete(string path)
    {
        CheckUp();
        if (_names.ContainsKey(path))
        {
            Operate(FileOperation.Delete, () => Change(path, (path, null)));
        }
    }

    public void SyncDirectory(string directory)
    {
        FailSyncIfPlanned();
        Operate(FileOperation.SyncDirectory, () =>
        {
            foreach (NameChange change in _pending.Where(change => change.Directory == directory))
            {
                change.Apply(_durableNames);
            }

            _pending.RemoveAll(change => change.Directory == directory);
        });
    }

    public long FreeBytes(string directory) => 4096;

    public IDisposable? TryLock(string path)
    {
        CheckUp();
        return _locks.Add(path) ? new Held(this, path, Boots) : null;
    }

    /// <summary>The power fails (or failed, in the operation that threw), and the machine starts again with what the disk kept.</summary>
    public void Crash()
    {
        Survival survival = (Survival)_random.Next(3);
        int kept = 0;
        foreach (NameChange change in _pending)
        {
            if (survival == Survival.Everything || (survival == Survival.Some && _random.Next(2) == 0))
            {
                change.Apply(_durableNames);
                kept++;
            }
        }

        _pending.Clear();
        _names.Clear();
        foreach ((string path, SimulatedInode inode) in _durableNames.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            inode.Crash(_random, survival == Survival.Some && kept == 0 ? Survival.Some : (Survival)_random.Next(3));
            _names.Add(path, inode);
        }

        Restart();
    }

    /// <summary>The process ends, the machine does not: nothing is lost, and nothing becomes any safer.</summary>
    public void Kill() => Restart();

    internal void Operate(FileOperation kind, Action effect, Action? partOfEffect = null)
    {
        CheckUp();
        Operations[(int)kind]++;
        if (!Faults.CrashesNow(kind))
        {
            effect();
            return;
        }

        switch (_random.Next(3))
        {
            case 0:
                effect();
                break;
            case 1:
                partOfEffect?.Invoke();
                break;
        }

        _isDown = true;
        throw new SimulatedCrashException($"Simulated crash in {kind}.");
    }

    internal int RandomPart(int length) => _random.Next(length + 1);

    internal void FailSyncIfPlanned()
    {
        CheckUp();
        if (Faults.FailsSyncNow())
        {
            throw new IOException("Simulated: input/output error.");
        }
    }

    internal void CheckBoot(int boot)
    {
        CheckUp();
        if (boot != Boots)
        {
            throw new SimulatedCrashException("The file was opened before a crash.");
        }
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(path) ?? "";

    private void CheckUp()
    {
        if (_isDown)
        {
            throw new SimulatedCrashException("The machine is down.");
        }
    }

    private void Change(string path, params (string Path, SimulatedInode? Inode)[] names)
    {
        var change = new NameChange(DirectoryOf(path), names);
        change.Apply(_names);
        _pending.Add(change);
    }

    private void Restart()
    {
        _isDown = false;
        _locks.Clear();
        Boots++;
    }

    /// <summary>What one creation, rename or deletion does to a directory; a crash keeps all of it or nothing.</summary>
    private sealed record NameChange(string Directory, (string Path, SimulatedInode? Inode)[] Names)
    {
        public void Apply(Dictionary<string, SimulatedInode> names)
        {
            foreach ((string path, SimulatedInode? inode) in Names)
            {
                if (inode is null)
                {
                    names.Remove(path);
                }
                else
                {
                    names[path] = inode;
                }
            }
        }
    }

    private sealed class Held(SimulatedFileSystem files, string path, int boot) : IDisposable
    {
        public void Dispose()
        {
            if (files.Boots == boot)
            {
                files._locks.Remove(path);
            }
        }
    }
}
