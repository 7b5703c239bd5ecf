using System.Diagnostics;

namespace SendFlowr.Cli.Tests.Support;

/// <summary>
/// A checkout with the real entry script and help files, and a <c>dotnet</c> that only notes how it was called,
/// so that the script's own behaviour is tested in milliseconds.
/// </summary>
internal sealed class FakeCheckout : IDisposable
{
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        echo "$*" >>"$FAKE_LOG"
        case $1 in
            --version) [ -z "${FAKE_NO_SDK:-}" ] && echo 10.0.100 ;;
            --list-sdks) echo "8.0.100 [somewhere]" ;;
            build)
                out=${SENDFLOWR_ARTIFACTS:-$FAKE_ROOT/artifacts}
                if [ -n "${FAKE_ABSENT:-}" ] && ! [ -e "$out/absent/librdkafka.redist/7.8.9/librdkafka.redist.nuspec" ]; then echo "Sample.csproj : error $FAKE_ABSENT"; exit 1; fi
                if [ -n "${FAKE_BUILD_FAILS:-}" ]; then echo "Sample.cs(1,1): error CS1002: ; expected"; exit 1; fi
                if [ -n "${FAKE_TOUCH:-}" ]; then until [ "$FAKE_TOUCH" -nt "$FAKE_ROOT/artifacts/building" ]; do touch "$FAKE_TOUCH"; done; fi
                mkdir -p "$out/bin/SendFlowr.Cli/release" && touch "$out/bin/SendFlowr.Cli/release/sendflowr.dll"
                ;;
            test) . "$FAKE_ROOT/suite.sh" "$@" ;;
            format) exit "${FAKE_FORMAT_EXIT:-0}" ;;
            *) shift; printf '<%s>\n' "$@"; exit "${FAKE_EXIT:-0}" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    public FakeCheckout()
    {
        Directory.CreateDirectory(Root);
        Copy("sendflowr");
        Copy("tests/run.sh");
        Copy("eng/librdkafka/build.sh");
        foreach (string help in Directory.EnumerateFiles(Checkout.Help, "*.txt"))
        {
            Copy(Path.GetRelativePath(Checkout.Root, help));
        }

        _folder.Write("checkout/global.json", "{}");
        _folder.Write("checkout/Directory.Packages.props", """<PackageVersion Include="librdkafka.redist" Version="[7.8.9]" />""");
        _folder.Write("checkout/src/Sample.cs", "");
        string dotnet = _folder.Write("bin/dotnet", FakeDotnet);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _folder.Write("dotnet.log", "");
        Variables = new()
        {
            ["PATH"] = $"{_folder.Path}/bin:/usr/bin:/bin",
            ["HOME"] = Home,
            ["FAKE_LOG"] = Log,
            ["FAKE_ROOT"] = Root,
            ["SENDFLOWR_ARTIFACTS"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["DOTNET_ROOT"] = null,
        };
        Directory.CreateDirectory(Home);
    }

    public string Folder => _folder.Path;

    public string Root => Path.Combine(_folder.Path, "checkout");

    public string Home => Path.Combine(_folder.Path, "home");

    public string Script => Path.Combine(Root, "sendflowr");

    public string Log => Path.Combine(_folder.Path, "dotnet.log");

    public Dictionary<string, string?> Variables { get; }

    /// <summary>How often anything was built.</summary>
    public int Builds => File.ReadLines(Log).Count(line => line.StartsWith("build ", StringComparison.Ordinal));

    public string Write(string name, string text) => _folder.Write(Path.Combine("checkout", name), text);

    public Task<ProcessRun> RunAsync(params string[] words) => RunAsync([Script, .. words], started: null);

    /// <summary>Runs a command in a folder that is not the checkout.</summary>
    public Task<ProcessRun> RunAsync(IReadOnlyList<string> command, Action<Process>? started) =>
        ProcessRun.StartAsync(_folder.Path, Variables, command, started);

    public void Dispose() => _folder.Dispose();

    private void Copy(string name)
    {
        string target = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Checkout.Root, name), target);
    }
}
