using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Logs;

/// <summary>What opening makes of real files that a crash or a bad disk left.</summary>
public sealed class LogDamageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string LogFile => Directory.GetFiles(Path.Combine(_directory.Path, "log")).Order(StringComparer.Ordinal).Last();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void cuts_an_unfinished_frame_at_any_byte()
    {
        (long synced, long end) = WriteWithoutStopping();
        byte[] whole = File.ReadAllBytes(LogFile);
        whole.Length.ShouldBe((int)end);
        for (int length = (int)end - 1; length >= synced; length -= 7)
        {
            File.WriteAllBytes(LogFile, whole[..length]);
            using EmbeddedEngine engine = CountingTopology.Open(_directory.Path);
            engine.Statistics.LogPosition.ShouldBeLessThanOrEqualTo(length);
            engine.Statistics.LogPosition.ShouldBeGreaterThanOrEqualTo(synced);
            long cut = length - engine.Statistics.LogPosition;
            engine.Statistics.TornTailBytes.ShouldBe(cut);
            engine.Statistics.OpenNotes.Count.ShouldBe(cut > 0 ? 1 : 0);
            engine.RunUntilIdle(5000);
            CountingTopology.CountOf(engine, "first").ShouldBe(1);
        }
    }

    [Fact]
    public void cuts_a_torn_frame_and_the_whole_one_behind_it()
    {
        (long synced, long end) = WriteWithoutStopping();
        Flip(synced + 60);
        using EmbeddedEngine engine = CountingTopology.Open(_directory.Path);
        engine.Statistics.LogPosition.ShouldBe(synced);
        engine.Statistics.TornTailBytes.ShouldBe(end - synced);
        engine.Statistics.OpenNotes[0].ShouldContain("torn tail");
        engine.EndOffset(CountingTopology.Input, 0).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void refuses_damage_below_what_a_later_frame_says_was_synced()
    {
        (long synced, _) = WriteWithoutStopping();
        Flip(synced - 1);
        LogDamagedException exception = Should.Throw<LogDamagedException>(() => CountingTopology.Open(_directory.Path));
        exception.Message.ShouldContain(LogFile);
        exception.Message.ShouldContain("position ");
        exception.Message.ShouldContain("Restore the data directory from a copy");
        using (Stream locked = File.OpenWrite(Path.Combine(_directory.Path, "lock")))
        {
            locked.CanWrite.ShouldBeTrue("a refused start lets go of the directory");
        }
    }

    [Fact]
    public void refuses_damage_to_the_last_frame_after_a_clean_stop()
    {
        long last;
        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("first"), 1000);
            last = engine.Statistics.LogPosition;
        }

        Flip(last - 1);
        Should.Throw<LogDamagedException>(() => CountingTopology.Open(_directory.Path));
    }

    [Fact]
    public void refuses_a_missing_file_in_the_middle()
    {
        WriteSegments();
        string[] logs = [.. Directory.GetFiles(Path.Combine(_directory.Path, "log")).Order(StringComparer.Ordinal)];
        logs.Length.ShouldBeGreaterThan(3);
        File.Delete(logs[1]);
        Should.Throw<LogDamagedException>(() => CountingTopology.Open(Small())).Message.ShouldContain("damaged at position");
    }

    [Fact]
    public void refuses_a_log_that_ends_before_a_snapshot()
    {
        WriteSegments(snapshot: true);
        string log = LogFile;
        using (FileStream file = File.OpenWrite(log))
        {
            file.SetLength(0);
        }

        LogDamagedException exception = Should.Throw<LogDamagedException>(() => CountingTopology.Open(Small()));
        exception.Message.ShouldContain(".snapshot");
        exception.Message.ShouldContain("remove that snapshot file");
    }

    [Fact]
    public void refuses_to_start_without_the_snapshots_that_a_shortened_log_needs()
    {
        TopicSettings[] topics = CountingTopology.Topics(retention: TimeSpan.Zero);
        WriteSegments(snapshot: true, topics);
        Directory.GetFiles(Path.Combine(_directory.Path, "log"), "0000000000000000.log").ShouldBeEmpty();
        Array.ForEach(Directory.GetFiles(Path.Combine(_directory.Path, "snapshots")), File.Delete);
        Should.Throw<LogDamagedException>(() => CountingTopology.Open(Small(), topics)).Message.ShouldContain("has no good snapshot");
    }

    [Fact]
    public void removes_the_segment_file_that_a_crash_left_unfinished()
    {
        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("first"), 1000);
        }

        long end = new FileInfo(LogFile).Length;
        string unfinished = Path.Combine(_directory.Path, "log", Segment.FileName(end));
        File.WriteAllBytes(unfinished, new byte[100]);
        using EmbeddedEngine again = CountingTopology.Open(_directory.Path);
        again.Statistics.TornTailBytes.ShouldBe(100);
        File.Exists(unfinished).ShouldBeFalse();
        again.RunUntilIdle(2000);
        CountingTopology.CountOf(again, "first").ShouldBe(1);
    }

    [Fact]
    public void removes_a_segment_file_that_begins_within_the_one_before()
    {
        (long synced, _) = WriteWithoutStopping();
        string leftOver = Path.Combine(_directory.Path, "log", Segment.FileName(synced));
        File.WriteAllBytes(leftOver, new byte[50]);
        using EmbeddedEngine engine = CountingTopology.Open(_directory.Path);
        File.Exists(leftOver).ShouldBeFalse();
        engine.RunUntilIdle(1000);
        CountingTopology.CountOf(engine, "fifth").ShouldBe(1);
    }

    [Fact]
    public void refuses_a_missing_file_below_the_snapshots()
    {
        WriteSegments(snapshot: true);
        string[] logs = [.. Directory.GetFiles(Path.Combine(_directory.Path, "log")).Order(StringComparer.Ordinal)];
        File.Delete(logs[1]);
        Should.Throw<LogDamagedException>(() => CountingTopology.Open(Small())).Message.ShouldContain("damaged at position");
    }

    /// <summary>Leaves a log as a crash does: one frame synced, then another that says so, then one more.</summary>
    private (long Synced, long End) WriteWithoutStopping()
    {
        string copy = Path.Combine(_directory.Path, "copy");
        long synced;
        long end;
        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("first"), 1000);
            engine.Sync();
            synced = engine.Statistics.LogPosition;
            engine.Append(CountingTopology.Input, CountingTopology.Words("second"), 1000);
            engine.Append(CountingTopology.Input, CountingTopology.Words("third", "fourth", "fifth"), 1000);
            end = engine.Statistics.LogPosition;
            File.Copy(LogFile, copy);
        }

        File.Move(copy, LogFile, overwrite: true);
        return (synced, end);
    }

    private void WriteSegments(bool snapshot = false, TopicSettings[]? topics = null)
    {
        using EmbeddedEngine engine = CountingTopology.Open(Small(), topics);
        for (int batch = 0; batch < 40; batch++)
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 20).Select(word => $"w{word}")]), 1000 + batch);
            engine.RunUntilIdle(1000 + batch);
            if (snapshot && batch % 18 == 17)
            {
                engine.Snapshot();
            }
        }

        if (snapshot)
        {
            engine.Snapshot();
        }
    }

    private EmbeddedOptions Small() => CountingTopology.Options(_directory.Path) with { SegmentBytes = 4 << 10 };

    private void Flip(long position)
    {
        byte[] bytes = File.ReadAllBytes(LogFile);
        bytes[position] ^= 0x10;
        File.WriteAllBytes(LogFile, bytes);
    }
}
