using SendFlowr.Model.Backtest;

namespace SendFlowr.Model.Tests.Backtest;

/// <summary>The figures an independent program reached on the same files with the same protocol.</summary>
public class BacktestReferenceTests
{
    [SharedDataTheory]
    [InlineData("collegemsg_sent", 0.123, 0.148, -0.21, -0.063, 0.060, 0.128)]
    [InlineData("eucore_sent_150d", 0.758, 0.929, 0.00, 0.759, 0.075, 0.235)]
    [InlineData("foursquare_nyc", 0.096, 0.409, -0.08, -0.332, 0.063, 0.259)]
    [InlineData("git_kafka", 0.187, 0.304, -0.05, 0.062, 0.048, 0.118)]
    [InlineData("outspot_opens_a", 0.242, 0.392, -0.02, 0.219, 0.045, 0.157)]
    public void models_beside_ours_reach_the_reference(
        string file, double population, double empiricalBayes, double published, double cold, double uniformHits, double empiricalBayesHits)
    {
        BacktestReport report = SharedReports.Of(file);
        ModelScore Of(string name) => report.Models.Single(m => m.Name == name);

        Of("population").NatsPerEvent.ShouldBe(population, 0.0011);
        Of("empirical_bayes").NatsPerEvent.ShouldBe(empiricalBayes, 0.0011);
        Of("published").NatsPerEvent.ShouldBe(published, 0.006);
        Of("population").Cold.ShouldBe(cold, 0.0011);
        Of("uniform").HitRate.ShouldBe(uniformHits, 0.0006);
        Of("empirical_bayes").HitRate.ShouldBe(empiricalBayesHits, 0.0011);
        Of("uniform").NatsPerEvent.ShouldBe(0, 1e-12);
        Of("sendflowr").Lift.ShouldBe((Of("sendflowr").HitRate / Of("uniform").HitRate) - 1, 1e-12);
        report.Calibration.Bins.Sum(b => b.Windows).ShouldBe(report.Windows);
    }

    [SharedDataTheory]
    [InlineData("collegemsg_sent", 0.2527, 0.131)]
    [InlineData("eucore_sent_150d", 0.9648, 0.239)]
    [InlineData("foursquare_nyc", 0.5252, 0.287)]
    [InlineData("git_kafka", 0.3582, 0.106)]
    [InlineData("outspot_opens_a", 0.4613, 0.161)]
    public void the_curve_reaches_the_reference_of_its_recipe(string file, double nats, double hits)
    {
        BacktestReport report = SharedReports.Of(file);
        ModelScore Of(string name) => report.Models.Single(m => m.Name == name);

        Of("sendflowr").NatsPerEvent.ShouldBeGreaterThan(nats - 0.003);
        Of("sendflowr").HitRate.ShouldBeGreaterThan(hits - 0.003);
        Of("sendflowr").NatsPerEvent.ShouldBeGreaterThan(Of("population").NatsPerEvent);
        Of("sendflowr").NatsPerEvent.ShouldBeGreaterThan(Of("empirical_bayes").NatsPerEvent + 0.03);
        Of("sendflowr").NatsPerEvent.ShouldBeGreaterThan(Of("sendflowr_hour").NatsPerEvent);
        Of("sendflowr").Cold.ShouldBeGreaterThan(Of("population").Cold - 0.02);
        report.Calibration.Ece.ShouldBeLessThan(0.02);
    }

    [SharedDataFact]
    public void with_little_evidence_the_curve_beats_the_population_in_the_mean()
    {
        double Mean(string model) => SharedReports.Files.Average(file => SharedReports.Of(file).Models.Single(m => m.Name == model).Cold);
        Mean("sendflowr").ShouldBeGreaterThan(Mean("population") + 0.15);
    }
}
