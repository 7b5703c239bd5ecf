using FsCheck;
using FsCheck.Fluent;

namespace SendFlowr.Model.Tests.Signals;

/// <summary>Checks a law on random cases from a fixed seed; a failure prints the seed and the smallest case found.</summary>
internal static class Laws
{
    private const ulong Gamma = 1;

    public static void Hold<T>(ulong seed, int cases, Gen<T> gen, Action<T> law) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, Gamma).WithName($"seed ({seed},{Gamma})"),
        Prop.ForAll(gen.ToArbitrary(), law));
}
