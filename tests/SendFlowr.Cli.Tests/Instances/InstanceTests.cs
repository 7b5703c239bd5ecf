using System.Text;
using SendFlowr.Cli.Instances;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Streams.Files;
using Spectre.Console;

namespace SendFlowr.Cli.Tests.Instances;

public sealed class InstanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void what_was_written_is_read()
    {
        Instance instance = new("http://127.0.0.1:8001", Instance.NewToken(), 42, new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
        instance.Write(_folder.Path);
        Instance.TryRead(_folder.Path).ShouldBe(instance);
        Instance.Remove(_folder.Path);
        Instance.TryRead(_folder.Path).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"url":"ftp://x","token":"TOKEN","pid":1,"started_at_utc":"2026-11-21T09:00:00Z"}""")]
    [InlineData("""{"url":"http://127.0.0.1:1","token":"short","pid":1,"started_at_utc":"2026-11-21T09:00:00Z"}""")]
    [InlineData("""{"url":"http://127.0.0.1:1","token":"TOKEN","pid":"one","started_at_utc":"2026-11-21T09:00:00Z"}""")]
    [InlineData("""{"url":"http://127.0.0.1:1","token":"TOKEN","pid":1,"started_at_utc":"then"}""")]
    public void a_file_that_is_none_is_taken_for_missing(string text)
    {
        _folder.Write(Instance.FileName, text.Replace("TOKEN", new string('a', 64), StringComparison.Ordinal));
        Instance.TryRead(_folder.Path).ShouldBeNull();
    }

    [Fact]
    public void a_directory_is_owned_as_long_as_its_lock_is_held()
    {
        Instance.IsOwned(_folder.Path).ShouldBeFalse();
        using (new PhysicalFileSystem().TryLock(Path.Combine(_folder.Path, "lock")))
        {
            Instance.IsOwned(_folder.Path).ShouldBeTrue();
        }

        Instance.IsOwned(_folder.Path).ShouldBeFalse();
    }

    [Fact]
    public void a_proof_depends_on_the_token_and_the_nonce()
    {
        string token = new('a', 64);
        string[] proofs = [Instance.Prove(token, "1"), Instance.Prove(token, "2"), Instance.Prove(new string('b', 64), "1")];
        proofs.Distinct().Count().ShouldBe(3);
        Instance.Prove(token, "1").ShouldBe(proofs[0]);
        proofs.ShouldAllBe(proof => !proof.Contains(token));
    }

    [Fact]
    public void a_request_survives_its_way()
    {
        VerbRequest request = new(
            new string('0', 32), ["ingest", "ä b.ndjson", "--json", "", "\"q\""], "/tmp/some where", "f",
            new TerminalShape(false, 120, 40, true, ColorSystem.TrueColor, true), TerminalShape.Redirected);
        VerbRequest read = VerbRequest.TryRead(request.ToBytes())!;
        read.Words.ShouldBe(request.Words);
        (read with { Words = request.Words }).ShouldBe(request);
    }

    [Fact]
    public void no_truncated_or_changed_request_throws()
    {
        byte[] bytes = new VerbRequest(new string('0', 32), ["curve"], "/tmp", "f", TerminalShape.Redirected, TerminalShape.Redirected).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            VerbRequest.TryRead(bytes.AsMemory(0, length)).ShouldBeNull();
        }

        string text = Encoding.UTF8.GetString(bytes);
        foreach ((string from, string to) in new[] { ("/tmp", "tmp"), (new string('0', 32), "0"), ("200", "1e99"), ("NoColors", "Plaid"), ("\"curve\"", "null"), ("false", "0") })
        {
            VerbRequest.TryRead(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))).ShouldBeNull(to);
        }
    }

    [Fact]
    public async Task no_more_verbs_than_the_limit_run_for_others_and_stopping_waits_for_all()
    {
        RunningVerbs running = new();
        using CancellationTokenSource one = new();
        for (int i = 0; i < RunningVerbs.Max; i++)
        {
            running.TryBegin($"{i}", one).ShouldBeTrue();
        }

        running.TryBegin("one more", one).ShouldBeFalse();
        running.End("0");
        running.TryBegin("1", one).ShouldBeFalse("the id is taken");
        running.Cancel("no such").ShouldBeFalse();
        Task stopped = running.StopAsync();
        one.IsCancellationRequested.ShouldBeTrue();
        running.TryBegin("late", one).ShouldBeFalse();
        for (int i = 1; i < RunningVerbs.Max; i++)
        {
            stopped.IsCompleted.ShouldBeFalse();
            running.End($"{i}");
        }

        await stopped;
    }
}
