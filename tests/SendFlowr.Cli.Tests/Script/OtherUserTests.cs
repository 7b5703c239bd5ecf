using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Script;

/// <summary>A checkout of root's, used by an ordinary user who cannot write to it.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Writable = Everyone | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly FakeCheckout _checkout = new();

    public OtherUserTests()
    {
        File.SetUnixFileMode(_checkout.Folder, Everyone);
        File.SetUnixFileMode(_checkout.Home, Writable);
        File.SetUnixFileMode(_checkout.Log, Writable);
    }

    public void Dispose() => _checkout.Dispose();

    [OtherUserFact]
    public async Task builds_into_the_users_cache_when_the_checkout_cannot_be_written()
    {
        ProcessRun run = await RunAsNobodyAsync();
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe("<decide>\n");
        Directory.Exists(Path.Combine(_checkout.Root, "artifacts")).ShouldBeFalse();
        Directory.EnumerateFiles(_checkout.Home, "sendflowr.dll", SearchOption.AllDirectories).Single().ShouldContain("/.cache/sendflowr/");
        (await RunAsNobodyAsync()).Error.ShouldBeEmpty();
        _checkout.Builds.ShouldBe(1);
    }

    [OtherUserFact]
    public async Task uses_what_another_user_has_built_while_it_is_current()
    {
        await _checkout.RunAsync("decide");
        ProcessRun run = await RunAsNobodyAsync();
        run.Output.ShouldBe("<decide>\n");
        _checkout.Builds.ShouldBe(1);
        _checkout.Write("src/Added.cs", "");
        (await RunAsNobodyAsync()).ExitCode.ShouldBe(0);
        Directory.EnumerateFiles(_checkout.Home, "sendflowr.dll", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [OtherUserFact]
    public async Task works_without_a_home()
    {
        _checkout.Variables["HOME"] = null;
        string temporary = Path.Combine(_checkout.Folder, "tmp");
        Directory.CreateDirectory(temporary);
        File.SetUnixFileMode(temporary, Writable);
        _checkout.Variables["TMPDIR"] = temporary;
        ProcessRun run = await RunAsNobodyAsync();
        run.ExitCode.ShouldBe(0, run.Error);
        Directory.EnumerateFiles(temporary, "sendflowr.dll", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [OtherUserFact]
    public async Task refuses_a_home_that_somebody_else_has_prepared()
    {
        _checkout.Variables["HOME"] = null;
        _checkout.Variables["TMPDIR"] = _checkout.Home;
        string trap = Path.Combine(_checkout.Home, "sendflowr-65534");
        Directory.CreateDirectory(trap);
        File.SetUnixFileMode(trap, Writable);
        ProcessRun run = await RunAsNobodyAsync();
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("belongs to another user");
    }

    private Task<ProcessRun> RunAsNobodyAsync() =>
        _checkout.RunAsync(["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", _checkout.Script, "decide"], started: null);
}
