using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class RecordKeysTests
{
    [Fact]
    public void every_version_of_the_priors_has_a_key_of_its_own() =>
        RecordKeys.OfPriors(PriorsKind.Version, 1).ShouldNotBe(RecordKeys.OfPriors(PriorsKind.Version, 2));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void of_surveys_and_cuts_only_the_newest_is_kept(int kind) =>
        RecordKeys.OfPriors((PriorsKind)kind, 1).ShouldBe(RecordKeys.OfPriors((PriorsKind)kind, 2));

    [Fact]
    public void keys_of_priors_are_stable() => RecordKeys.OfPriors(PriorsKind.Version, 258).ShouldBe([2, 0, 0, 0, 0, 0, 0, 1, 2]);

    [Fact]
    public void answers_are_kept_for_each_task_and_kind()
    {
        RecordKeys.OfSums(SumsKind.Day, 3).ShouldBe([2, 0, 0, 0, 3]);
        RecordKeys.OfSums(SumsKind.Request, SumsRecord.None).ShouldBe([0, 255, 255, 255, 255]);
    }
}
