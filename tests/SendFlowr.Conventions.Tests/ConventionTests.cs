using SendFlowr.Conventions.Tests.Rules;

namespace SendFlowr.Conventions.Tests;

/// <summary>Holds the whole checkout against the rules.</summary>
public sealed class ConventionTests
{
    private static readonly string[] BitExactFolders =
        ["Curves", "Decisions", "Latency", "Learning", "Numerics", "Rings", "Signals"];

    private static IReadOnlyList<SourceFile> Source => [.. Repository.Under("src", ".cs")];

    private static IReadOnlyList<SourceFile> Tests => [.. Repository.Under("tests", ".cs")];

    [Fact]
    public void projects_reference_only_what_the_table_allows() =>
        Repository.Under("src", ".csproj").SelectMany(project => ProjectRules.CheckReferences(project, ProjectRules.AllowedProjects)).ShouldBeEmpty();

    [Fact]
    public void projects_use_only_the_packages_the_table_allows() =>
        Repository.Under("src", ".csproj").SelectMany(project => ProjectRules.CheckPackages(project, ProjectRules.AllowedPackages)).ShouldBeEmpty();

    [Fact]
    public void every_package_has_its_reason_on_record() =>
        ProjectRules.CheckRecord(File("Directory.Packages.props"), File("docs/decisions/0002-packages.md")).ShouldBeEmpty();

    [Fact]
    public void source_files_are_short() =>
        Source.SelectMany(file => SizeRules.CheckFile(file, SizeRules.MaxSourceLines)).ShouldBeEmpty();

    [Fact]
    public void test_files_are_short() =>
        Tests.SelectMany(file => SizeRules.CheckFile(file, SizeRules.MaxTestLines)).ShouldBeEmpty();

    [Fact]
    public void the_program_is_only_its_composition() =>
        SizeRules.CheckFile(File("src/SendFlowr.Cli/Program.cs"), SizeRules.MaxProgramLines).ShouldBeEmpty();

    [Fact]
    public void methods_are_short() => Source.SelectMany(SizeRules.CheckMethods).ShouldBeEmpty();

    [Fact]
    public void log_messages_have_ids_of_their_own() => LogRules.CheckIds(Source).ShouldBeEmpty();

    [Fact]
    public void topics_in_code_and_topic_files_are_the_same() =>
        ContractFileRules.CheckTopics(Source, [.. Repository.Under("topics", ".yaml")]).ShouldBeEmpty();

    [Fact]
    public void schemas_in_code_and_schema_files_are_the_same() =>
        ContractFileRules.CheckSchemas(Source, [.. Repository.Under("schemas", ".avsc").Where(IsInForce)]).ShouldBeEmpty();

    [Fact]
    public void nothing_is_left_unfinished() => Source.Concat(Tests).SelectMany(WordRules.CheckUnfinished).ShouldBeEmpty();

    [Fact]
    public void skipped_tests_say_why() => Tests.SelectMany(WordRules.CheckSkips).ShouldBeEmpty();

    [Fact]
    public void tests_do_not_sleep() => Tests.SelectMany(WordRules.CheckSleeps).ShouldBeEmpty();

    [Fact]
    public void no_file_holds_a_path_of_one_machine() => Repository.TextFiles.SelectMany(WordRules.CheckMachinePaths).ShouldBeEmpty();

    [Fact]
    public void no_file_names_a_package_registry() => Repository.TextFiles.SelectMany(WordRules.CheckRegistryHosts).ShouldBeEmpty();

    [Fact]
    public void links_in_documents_lead_somewhere() =>
        Repository.TextFiles.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(file => LinkRules.Check(file, path => Path.Exists(Path.Combine(Repository.Root, path)))).ShouldBeEmpty();

    [Fact]
    public void the_model_is_synchronous() => Repository.Under("src/SendFlowr.Model", ".cs").SelectMany(WordRules.CheckAsync).ShouldBeEmpty();

    [Fact]
    public void decisions_use_only_functions_whose_bits_repeat() =>
        BitExactFolders.SelectMany(folder => Repository.Under($"src/SendFlowr.Model/{folder}", ".cs")).SelectMany(WordRules.CheckMathLibrary).ShouldBeEmpty();

    /// <summary>The rules above hold nothing when the files are not found.</summary>
    [Fact]
    public void the_checkout_is_found()
    {
        Source.Count.ShouldBeGreaterThan(10);
        Tests.Count.ShouldBeGreaterThan(5);
        Repository.Under("src", ".csproj").Count().ShouldBeGreaterThanOrEqualTo(6);
    }

    /// <summary>Folders below hold the versions that were released before.</summary>
    private static bool IsInForce(SourceFile schema) => schema.Path.Count(symbol => symbol == '/') == 1;

    private static SourceFile File(string path) =>
        Repository.TextFiles.SingleOrDefault(file => file.Path == path) ?? throw new FileNotFoundException($"'{path}' is missing from the checkout.");
}
