using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>Checks a law for many seeded cases. The seed is printed; the environment variable SENDFLOWR_TEST_SEED sets another.</summary>
internal static class Law
{
    private const ulong DefaultSeed = 20_261_121;
    private const ulong Gamma = 9;

    /// <param name="output">Where the seed goes.</param>
    /// <param name="count">Number of cases.</param>
    /// <param name="law">Throws when the law does not hold for the random choices of that case.</param>
    public static void Holds(ITestOutputHelper output, int count, Action<Random> law)
    {
        string? text = Environment.GetEnvironmentVariable("SENDFLOWR_TEST_SEED");
        ulong seed = text is null ? DefaultSeed : ulong.Parse(text, CultureInfo.InvariantCulture);
        output.WriteLine($"SENDFLOWR_TEST_SEED={seed}, {count} cases");
        Property property = Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), caseSeed =>
        {
            try
            {
                law(new Random(caseSeed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"The law fails for case seed {caseSeed}, SENDFLOWR_TEST_SEED={seed}.", exception);
            }
        });
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count).WithReplay(seed, Gamma), property);
    }
}
