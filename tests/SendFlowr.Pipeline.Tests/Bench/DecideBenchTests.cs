using SendFlowr.Pipeline.Bench;

namespace SendFlowr.Pipeline.Tests.Bench;

public class DecideBenchTests
{
    [Fact]
    public void it_measures_people_with_about_thirty_engagements()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("sendflowr-decide-");
        try
        {
            DecideBenchOptions options = new() { Directory = directory.FullName, People = 40, Time = TimeProvider.System };
            DecideBenchResult result = DecideBench.Run(options, (_, _) => { }, CancellationToken.None);
            result.People.ShouldBe(40);
            result.EventsPerPerson.ShouldBeInRange(25, 35);
            result.MicrosecondsP50.ShouldBeInRange(1, result.MicrosecondsP99);
            result.MicrosecondsP99.ShouldBeLessThanOrEqualTo(result.MicrosecondsMax);
            result.OperationsPerSecond.ShouldBeGreaterThan(100);
            result.BytesAllocatedPerOperation.ShouldBeInRange(1000, 12_000);
            result.Stages.Decide.ShouldBeGreaterThan(0);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
