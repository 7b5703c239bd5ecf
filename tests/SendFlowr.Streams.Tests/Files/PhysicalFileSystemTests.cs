using SendFlowr.Streams.Files;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Files;

public class PhysicalFileSystemTests
{
    private readonly PhysicalFileSystem _files = new();

    [Fact]
    public void gives_a_lock_to_one_holder_at_a_time()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "lock");
        using (IDisposable? held = _files.TryLock(path))
        {
            held.ShouldNotBeNull();
            _files.TryLock(path).ShouldBeNull();
        }

        using IDisposable? again = _files.TryLock(path);
        again.ShouldNotBeNull();
    }

    [Fact]
    public void reads_what_it_wrote_at_any_offset()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "file");
        using IFile file = _files.Create(path);
        file.Write(5, "hello"u8);
        file.Sync();
        byte[] buffer = new byte[20];
        file.Read(5, buffer).ShouldBe(5);
        buffer.AsSpan(0, 5).SequenceEqual("hello"u8).ShouldBeTrue();
        file.Truncate(7);
        file.Length.ShouldBe(7);
        file.Read(7, buffer).ShouldBe(0);
    }

    [Fact]
    public void renames_over_an_existing_file_and_lists_names_in_order()
    {
        using var directory = new TemporaryDirectory();
        _files.Create(Path.Combine(directory.Path, "b")).Dispose();
        _files.Create(Path.Combine(directory.Path, "a")).Dispose();
        _files.List(directory.Path).ShouldBe(["a", "b"]);
        _files.Rename(Path.Combine(directory.Path, "a"), Path.Combine(directory.Path, "b"));
        _files.SyncDirectory(directory.Path);
        _files.List(directory.Path).ShouldBe(["b"]);
        _files.List(Path.Combine(directory.Path, "none")).ShouldBeEmpty();
        _files.Delete(Path.Combine(directory.Path, "none"));
    }

    [Fact]
    public void says_when_a_directory_cannot_be_synced()
    {
        if (!OperatingSystem.IsWindows())
        {
            Should.Throw<IOException>(() => _files.SyncDirectory("/no/such/directory")).Message.ShouldContain("/no/such/directory");
        }
    }

    [Fact]
    public void knows_a_full_volume_from_other_errors()
    {
        if (File.Exists("/dev/full"))
        {
            using IFile file = _files.Open("/dev/full", writable: true);
            Should.Throw<VolumeFullException>(() => file.Write(0, "x"u8)).Message.ShouldContain("/dev/full");
        }

        using var directory = new TemporaryDirectory();
        Should.Throw<FileNotFoundException>(() => _files.Open(Path.Combine(directory.Path, "none"), writable: false));
    }

    [Fact]
    public void knows_the_free_space()
    {
        using var directory = new TemporaryDirectory();
        _files.FreeBytes(directory.Path).ShouldBeGreaterThan(0);
    }
}
