using System.Text.RegularExpressions;
using SendFlowr.Conventions.Tests.Source;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>Words that may not stand in some files. The words are put together here so that this file does not hold them.</summary>
internal static partial class WordRules
{
    private static readonly Regex Unfinished = new(@"\b(" + string.Join('|', "TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X", "NotImplemented" + "Exception") + @")\b");

    private static readonly Regex Sleep = new(@"\b(Thread\s*\.\s*Sl" + @"eep|Task\s*\.\s*De" + @"lay)\b");

    private static readonly Regex MachinePath = new(
        @"(?<![\w.])(" + string.Join('|', "/wo" + "rk/", "/ro" + "ot/", "/ho" + @"me/\w", "/Us" + @"ers/\w", "[A-Z]:" + @"\\\\?Us" + "ers") + ")");

    private static readonly Regex RegistryHost = new(
        string.Join('|', @"nu" + @"get\.org", @"npm" + @"js\.(org|com)", @"deb\.deb" + @"ian\.org", @"py" + @"pi\.org", @"cra" + @"tes\.io"), RegexOptions.IgnoreCase);

    public static IEnumerable<string> CheckUnfinished(SourceFile file) => Find(file, file.Text, Unfinished, "unfinished work");

    /// <summary>Waiting for a time, instead of for the thing itself, makes tests slow and unreliable.</summary>
    public static IEnumerable<string> CheckSleeps(SourceFile file) => Find(file, CodeText.WithoutLiterals(file.Text), Sleep, "a sleep");

    public static IEnumerable<string> CheckMachinePaths(SourceFile file) => Find(file, file.Text, MachinePath, "a path of one machine");

    public static IEnumerable<string> CheckRegistryHosts(SourceFile file) => Find(file, file.Text, RegistryHost, "a host of a package registry");

    public static IEnumerable<string> CheckSkips(SourceFile file) => Find(file, CodeText.WithoutComments(file.Text), EmptySkip(), "a skip without a reason");

    /// <summary>The model is synchronous, and takes exp, log and powers from one place whose bits repeat on every machine.</summary>
    public static IEnumerable<string> CheckAsync(SourceFile file) => Find(file, CodeText.WithoutLiterals(file.Text), Async(), "asynchronous code in the model");

    public static IEnumerable<string> CheckMathLibrary(SourceFile file) =>
        Find(file, CodeText.WithoutLiterals(file.Text), LibraryMath(), "a function whose bits differ between machines");

    private static IEnumerable<string> Find(SourceFile file, string text, Regex pattern, string what) =>
        pattern.Matches(text).Select(match => $"{file.Path}:{file.LineOf(match.Index)}: {what}: {match.Value.Trim()}");

    [GeneratedRegex(@"\bSkip\s*=\s*(""\s*""|null|string\.Empty)")]
    private static partial Regex EmptySkip();

    [GeneratedRegex(@"\b(async|await|Task|ValueTask)\b")]
    private static partial Regex Async();

    [GeneratedRegex(@"\b(MathF?|double|float)\s*\.\s*(Exp\w*|Log\w*|Pow|Cbrt|Sin\w*|Cos\w*|Tan\w*|FusedMultiplyAdd)\b")]
    private static partial Regex LibraryMath();
}
