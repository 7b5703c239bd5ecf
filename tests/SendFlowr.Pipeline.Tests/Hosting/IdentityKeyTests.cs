using System.Security.Cryptography;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Pipeline.Tests.Hosting;

public sealed class IdentityKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sendflowr key ").FullName;

    [Fact]
    public void a_directory_keeps_the_key_it_was_begun_with()
    {
        byte[] key = IdentityKey.OfDirectory(_directory);
        IdentityKey.Require(_directory, key);
        IdentityKey.OfDirectory(_directory).ShouldBe(key);
        IdentityKey.Require(_directory, key);
    }

    [Fact]
    public void another_key_is_refused_because_everybody_would_be_a_stranger()
    {
        IdentityKey.Require(_directory, IdentityKey.OfDirectory(_directory));
        FormatException refused = Should.Throw<FormatException>(() => IdentityKey.Require(_directory, IdentityKey.Fixed()));
        refused.Message.ShouldContain("another identity key");
    }

    [Fact]
    public void a_key_that_went_missing_is_not_replaced_while_there_is_a_log()
    {
        IdentityKey.OfDirectory(_directory);
        File.Delete(Path.Combine(_directory, "keys", "identity.key"));
        Directory.CreateDirectory(Path.Combine(_directory, "log"));
        File.WriteAllText(Path.Combine(_directory, "log", "0.log"), "");
        Should.Throw<FormatException>(() => IdentityKey.OfDirectory(_directory)).Message.ShouldContain("is missing");
    }

    [Fact]
    public void a_key_is_64_hex_digits_and_the_error_does_not_repeat_it()
    {
        IdentityKey.Parse(new string('a', 64) + "\n", "x").Length.ShouldBe(SHA256.HashSizeInBytes);
        Should.Throw<FormatException>(() => IdentityKey.Parse("secret", "the file x")).Message.ShouldNotContain("secret");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
