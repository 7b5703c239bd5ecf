using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Clients;

public sealed class LibraryPlacesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-places-").FullName;

    private string Cache => Path.Combine(_folder, "cache", "librdkafka.so");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void the_package_comes_before_everything_else()
    {
        Write("package/librdkafka.so");
        Write("cache/librdkafka.so");
        Places(named: Write("named.so"), script: Script("exit 1")).Find().ShouldBeNull();
    }

    [Fact]
    public void a_named_library_comes_before_the_cache()
    {
        Write("cache/librdkafka.so");
        string named = Write("named.so");
        Places(named, Script("exit 1")).Find().ShouldBe(named);
    }

    [Fact]
    public void a_name_that_leads_nowhere_is_told()
    {
        Write("cache/librdkafka.so");
        string named = Path.Combine(_folder, "gone.so");
        Should.Throw<KafkaLibraryException>(() => Places(named, null).Find()).Message.ShouldContain($"SENDFLOWR_LIBRDKAFKA names '{named}', which is no file");
    }

    [Fact]
    public void what_is_in_the_cache_is_not_built_again()
    {
        Write("cache/librdkafka.so");
        Places(null, Script("exit 1")).Find().ShouldBe(Cache);
    }

    [Fact]
    public void it_is_built_when_it_is_nowhere()
    {
        Places(null, Script("mkdir -p \"$(dirname \"$1\")\" && touch \"$1\"")).Find().ShouldBe(Cache);
        File.Exists(Cache).ShouldBeTrue();
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("exit 0")]
    public void a_build_that_gives_nothing_is_told_with_what_else_can_be_done(string script)
    {
        KafkaLibraryException problem = Should.Throw<KafkaLibraryException>(() => Places(null, Script(script)).Find());
        problem.Message.ShouldContain("could not be built");
        problem.Message.ShouldContain("SENDFLOWR_LIBRDKAFKA");
    }

    [Fact]
    public void outside_a_checkout_the_package_is_named()
    {
        Should.Throw<KafkaLibraryException>(() => Places(null, null).Find()).Message.ShouldContain("librdkafka.redist");
    }

    /// <summary>The entry script and the tests name the cache by the version in the package file; the program by the assembly it has.</summary>
    [Fact]
    public void the_cache_is_named_by_the_version_of_the_package()
    {
        string packages = File.ReadAllText(Path.Combine(Servers.Surroundings.Root, "Directory.Packages.props"));
        packages.ShouldContain($"Include=\"Confluent.Kafka\" Version=\"[{KafkaLibrary.ClientVersion}]\"");
        packages.ShouldContain($"Include=\"librdkafka.redist\" Version=\"[{KafkaLibrary.ClientVersion}]\"");
    }

    private LibraryPlaces Places(string? named, string? script) =>
        new() { PackageFolders = [Path.Combine(_folder, "package")], Named = named, Cache = Cache, Script = script };

    private string Script(string text)
    {
        string file = Write("build.sh");
        File.WriteAllText(file, text);
        return file;
    }

    private string Write(string name)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}
