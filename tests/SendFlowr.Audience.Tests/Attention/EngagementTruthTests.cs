using SendFlowr.Audience.Attention;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Attention;

public sealed class EngagementTruthTests
{
    private static readonly SimulatedAudience Audience = Samples.Audience(40);

    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(null)]
    public void it_is_the_integral_that_it_says(int? horizon)
    {
        EngagementTruth truth = new();
        foreach (SimulatedPerson person in Audience.People.Take(5))
        {
            truth.Build(person, horizon);
            foreach (int start in new[] { 0, 433, 3000, 10_079 })
            {
                double sum = 0;
                for (int age = 0; age < (horizon ?? 20 * 1440); age++)
                {
                    MinuteOfWeek local = MinuteOfWeek.Wrap(start + age + person.UtcOffsetMinutes);
                    sum += person.Attention.At(local) * (Salience.Remaining(age) - Salience.Remaining(age + 1));
                }

                truth.ChanceAt(new MinuteOfWeek(start)).ShouldBe(1 - Math.Exp(-person.Engagement * sum), 1e-9);
            }
        }
    }

    [Fact]
    public void the_best_minute_is_better_than_every_other_of_its_window()
    {
        EngagementTruth truth = new();
        foreach (SimulatedPerson person in Audience.People)
        {
            truth.Build(person, 60);
            MinuteOfWeek first = new(9 * 60);
            MinuteOfWeek best = truth.BestMinute(first, 1440);
            MinuteOfWeek.Wrap(best.Value - first.Value).Value.ShouldBeLessThan(1440);
            for (int i = 0; i < 1440; i++)
            {
                truth.ChanceAt(first.Plus(i)).ShouldBeLessThanOrEqualTo(truth.ChanceAt(best));
            }
        }
    }

    [Fact]
    public void salience_is_a_share_that_falls_from_one_to_nothing()
    {
        Salience.Remaining(0).ShouldBe(1);
        (1 - Salience.Remaining(60)).ShouldBe(0.24, 0.005);
        (1 - Salience.Remaining(360)).ShouldBe(0.515, 0.005);
        (1 - Salience.Remaining(1440)).ShouldBe(0.89, 0.005);
        Salience.Remaining(100_000).ShouldBe(0, 1e-12);
    }
}
