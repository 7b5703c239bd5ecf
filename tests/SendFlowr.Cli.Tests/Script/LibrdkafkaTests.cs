using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Script;

/// <summary>Feeds that lack librdkafka.redist, and machines where it cannot be built either.</summary>
public sealed class LibrdkafkaTests : IDisposable
{
    private readonly FakeCheckout _checkout = new();

    private string Absent => Path.Combine(_checkout.Root, "artifacts", "absent");

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("NU1101: Unable to find package librdkafka.redist. No packages exist with this id in source(s): feed")]
    [InlineData("NU1102: Unable to find package librdkafka.redist with version (= 7.8.9)")]
    [InlineData("NU1301: Failed to retrieve information about 'librdkafka.redist' from remote source")]
    public async Task an_empty_package_stands_in_where_no_feed_has_it(string error)
    {
        _checkout.Variables["FAKE_ABSENT"] = error;
        ProcessRun run = await _checkout.RunAsync("decide");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("an empty package stands in for it");
        _checkout.Builds.ShouldBe(2);
        string folder = Path.Combine(Absent, "librdkafka.redist", "7.8.9");
        File.ReadAllText(Path.Combine(folder, "librdkafka.redist.nuspec")).ShouldContain("<version>7.8.9</version>");
        File.Exists(Path.Combine(folder, ".nupkg.metadata")).ShouldBeTrue();
    }

    [Fact]
    public async Task nothing_stands_in_where_the_feed_has_it()
    {
        await _checkout.RunAsync("decide");
        Directory.Exists(Absent).ShouldBeFalse();
    }

    [Fact]
    public async Task nothing_stands_in_for_another_package()
    {
        _checkout.Variables["FAKE_ABSENT"] = "NU1101: Unable to find package Confluent.Kafka";
        ProcessRun run = await _checkout.RunAsync("decide");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Unable to find package Confluent.Kafka");
        Directory.Exists(Absent).ShouldBeFalse();
    }

    [Fact]
    public async Task the_build_script_says_what_is_missing_and_what_else_can_be_done()
    {
        ProcessRun run = await BuildAsync("bash", "env", "cat", "dirname", "mkdir", "flock", "make");
        run.ExitCode.ShouldBe(3);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("cannot be built: missing: gcc python3 tar xz openssl/ssl.h zlib.h");
        run.Error.ShouldContain("apt-get install gcc make python3");
        run.Error.ShouldContain("SENDFLOWR_LIBRDKAFKA");
    }

    [Fact]
    public async Task the_build_script_leaves_what_is_built()
    {
        string file = _checkout.Write("cache/librdkafka.so", "built");
        ProcessRun run = await BuildAsync("bash", "env", "dirname");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe(file + "\n");
        run.Error.ShouldBeEmpty();
    }

    /// <summary>Runs the script with these tools and no others.</summary>
    private Task<ProcessRun> BuildAsync(params string[] tools)
    {
        string folder = Path.Combine(_checkout.Folder, "tools");
        Directory.CreateDirectory(folder);
        foreach (string tool in tools)
        {
            File.CreateSymbolicLink(Path.Combine(folder, tool), File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        }

        _checkout.Variables["PATH"] = folder;
        string script = Path.Combine(_checkout.Root, "eng", "librdkafka", "build.sh");
        return _checkout.RunAsync([Path.Combine(folder, "bash"), script, Path.Combine(_checkout.Root, "cache", "librdkafka.so")], started: null);
    }
}
