using SendFlowr.Conventions.Tests.Rules;
using SendFlowr.Conventions.Tests.Source;

namespace SendFlowr.Conventions.Tests;

/// <summary>Feeds each rule a sample it must find, and one it must leave alone. Forbidden words are put together from parts.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new() { ["SendFlowr.A"] = ["SendFlowr.B"] };

    [Theory]
    [InlineData("SendFlowr.A", "SendFlowr.B", 0)]
    [InlineData("SendFlowr.A", "SendFlowr.C", 1)]
    [InlineData("SendFlowr.Unknown", "SendFlowr.B", 1)]
    public void finds_a_reference_outside_the_table(string project, string reference, int violations) =>
        ProjectRules.CheckReferences(Project(project, "ProjectReference", $"..\\{reference}\\{reference}.csproj"), Allowed).Count().ShouldBe(violations);

    [Theory]
    [InlineData("SendFlowr.A", "SendFlowr.B", 0)]
    [InlineData("SendFlowr.A", "Newtonsoft.Json", 1)]
    [InlineData("SendFlowr.Unknown", "SendFlowr.B", 1)]
    public void finds_a_package_outside_the_table(string project, string package, int violations) =>
        ProjectRules.CheckPackages(Project(project, "PackageReference", package), Allowed).Count().ShouldBe(violations);

    [Theory]
    [InlineData("| Some.Package | 1.0 | MIT | why | – |", 0)]
    [InlineData("Some.Package is wonderful", 1)]
    public void finds_a_package_without_a_reason(string record, int violations) =>
        ProjectRules.CheckRecord(Project("Directory", "PackageVersion", "Some.Package"), new SourceFile("r.md", record)).Count().ShouldBe(violations);

    [Fact]
    public void finds_a_file_that_is_too_long()
    {
        SizeRules.CheckFile(Code(string.Join('\n', Enumerable.Repeat("//", 301))), 300).ShouldHaveSingleItem();
        SizeRules.CheckFile(Code(string.Concat(Enumerable.Repeat("//\n", 300))), 300).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("void M()\n{", "}", 1)]
    [InlineData("[Fact]\npublic static T M<T>(int a = 3) where T : class\n{", "}", 1)]
    [InlineData("int M() =>\n", ";", 1)]
    [InlineData("int P\n{\nget\n{", "}\n}", 1)]
    [InlineData("public static bool operator ==(C a, C b)\n{", "}", 1)]
    [InlineData("private static readonly int[] Data = new[] {", "};", 0)]
    [InlineData("private static readonly int[] Data =\n[", "];", 0)]
    [InlineData("class Inner\n{", "}", 0)]
    [InlineData("record struct Inner(int A)\n{", "}", 0)]
    public void finds_a_method_that_is_too_long(string head, string tail, int violations)
    {
        string body = string.Concat(Enumerable.Repeat("// x } \" {\n", 70));
        SizeRules.CheckMethods(Code($"namespace N;\n\n[X(\"{{\")]\ninternal sealed class C(int a)\n{{\n{head}\n{body}{tail}\nvoid Short()\n{{\n}}\n}}\n"))
            .Count().ShouldBe(violations);
    }

    [Fact]
    public void counts_the_lines_of_each_member()
    {
        const string text = """"
            class C
            {
                string A() => $"{{ {B("}")} \" ";

                string B(string s)
                {
                    char brace = '{'; // it's }
                    string verbatim = @"{ ""{ \";
                    return """
                        { " }
                        """;
                }

                int D { get; } = 4;
            }
            """";
        MemberScanner.Scan(Code(text)).Select(member => (member.FirstLine, member.LineCount)).ShouldBe([(3, 1), (5, 8), (14, 1)]);
    }

    [Fact]
    public void finds_log_ids_that_are_missing_or_taken()
    {
        SourceFile first = Code("[LoggerMessage(EventId = 100, Message = \"a\")] [LoggerMessage(101, LogLevel.Trace, \"b\")]");
        LogRules.CheckIds([first]).ShouldBeEmpty();
        LogRules.CheckIds([first, Code("[LoggerMessage(EventId = 101)]")]).ShouldHaveSingleItem().ShouldContain("taken by");
        LogRules.CheckIds([Code("[LoggerMessage(Message = \"x\")]")]).ShouldHaveSingleItem().ShouldContain("without an event id");
    }

    [Fact]
    public void finds_topics_in_code_without_a_file_and_files_without_code()
    {
        SourceFile topic = new("topics/events.yaml", "name: sendflowr.events\nkey: node id\n");
        SourceFile code = Code("const string Events = \"events\"; string Config = \"sendflowr.yaml\"; // \"sendflowr.nothing\"");
        ContractFileRules.CheckTopics([code], [topic]).ShouldBeEmpty();
        ContractFileRules.CheckTopics([code with { Text = "" }], [topic]).ShouldHaveSingleItem();
        ContractFileRules.CheckTopics([code with { Text = code.Text + "\n\"sendflowr.other\"" }], [topic]).ShouldHaveSingleItem();
        ContractFileRules.CheckTopics([code, new("src/XTelemetry.cs", "\"sendflowr.identity.merges\"")], [topic]).ShouldBeEmpty();
    }

    [Fact]
    public void finds_schemas_in_code_without_a_file_and_files_without_code()
    {
        SourceFile schema = new("schemas/event.avsc", "{}");
        ContractFileRules.CheckSchemas([Code("\"event\"")], [schema]).ShouldBeEmpty();
        ContractFileRules.CheckSchemas([Code("\"schemas/event.avsc\", \"event.avsc\"")], [schema]).ShouldBeEmpty();
        ContractFileRules.CheckSchemas([Code("")], [schema]).ShouldHaveSingleItem();
        ContractFileRules.CheckSchemas([Code("\"event.avsc\" \"other.avsc\"")], [schema]).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("// TO" + "DO later", 1)]
    [InlineData("throw new NotImplemented" + "Exception();", 1)]
    [InlineData("HA" + "CKING is a document", 0)]
    public void finds_unfinished_work(string text, int violations) => WordRules.CheckUnfinished(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("[Fact(Sk" + "ip = \"\")]", 1)]
    [InlineData("Sk" + "ip = null;", 1)]
    [InlineData("[Fact(Skip = \"needs a broker\")]", 0)]
    public void finds_a_skip_without_a_reason(string text, int violations) => WordRules.CheckSkips(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("Thread.Sleep(1);", 1)]
    [InlineData("await Task.Delay(1);", 1)]
    [InlineData("// Thread.Sleep(1) is not for tests", 0)]
    public void finds_a_sleep(string text, int violations) => WordRules.CheckSleeps(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("cd /wo" + "rk/x", 1)]
    [InlineData("\"/ho" + "me/ann/x\"", 1)]
    [InlineData("docs/wo" + "rk/x", 0)]
    public void finds_a_path_of_one_machine(string text, int violations) => WordRules.CheckMachinePaths(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("https://api.nu" + "get.org/v3", 1)]
    [InlineData("NuGet.config", 0)]
    public void finds_a_host_of_a_registry(string text, int violations) => WordRules.CheckRegistryHosts(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("[a](there.md) [b](https://example.com) [c](#part) [d](there.md#part)", 0)]
    [InlineData("[a](gone.md)", 1)]
    [InlineData("```\n[a](gone.md)\n```", 0)]
    public void finds_a_link_to_nowhere(string text, int violations) =>
        LinkRules.Check(new SourceFile("docs/a.md", text), path => path == Path.Combine("docs", "there.md")).Count().ShouldBe(violations);

    [Theory]
    [InlineData("async Task M() { }", 2)]
    [InlineData("// async\nTaskId id;", 0)]
    public void finds_asynchronous_code(string text, int violations) => WordRules.CheckAsync(Code(text)).Count().ShouldBe(violations);

    [Theory]
    [InlineData("double a = Math.Exp(b);", 1)]
    [InlineData("double a = double.Log2(b);", 1)]
    [InlineData("double a = Math.Sqrt(DeterministicMath.Exp(b));", 0)]
    public void finds_functions_whose_bits_differ(string text, int violations) => WordRules.CheckMathLibrary(Code(text)).Count().ShouldBe(violations);

    private static SourceFile Code(string text) => new("src/Sample.cs", text);

    private static SourceFile Project(string name, string element, string include) =>
        new($"src/{name}.csproj", $"<Project><ItemGroup><{element} Include=\"{include}\" /></ItemGroup></Project>");
}
