using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Tests.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Decisions;

public class ArrivalMassesTests
{
    private static readonly CurvePriors Tenant = People.Tenant(9);

    private readonly PersonWeek _week = new();
    private readonly ArrivalMasses _masses = new();

    [Theory]
    [InlineData(0, 10_080, 60)]
    [InlineData(9999, 10_080, 60)]
    [InlineData(9000, 3000, 47)]
    [InlineData(1500, 1, 5)]
    public void the_best_minute_is_the_first_with_the_greatest_mass(int start, int minutes, int horizon)
    {
        CurvePerson person = People.Read(People.Entries(start, 45), Tenant);
        _week.Build(person, new MinuteOfWeek(start), Math.Min(10_080, minutes + horizon));
        _masses.Set(_week.Total, horizon);
        MinuteOfWeek best = _masses.Best(new MinuteOfWeek(start), minutes);
        double greatest = double.NegativeInfinity;
        MinuteOfWeek expected = default;
        for (int i = 0; i < minutes; i++)
        {
            MinuteOfWeek at = MinuteOfWeek.Wrap(start + i);
            _masses.At(at).ShouldBe(_week.Total.Mass(at, horizon), 1e-11);
            if (_masses.At(at) > greatest)
            {
                greatest = _masses.At(at);
                expected = at;
            }
        }

        best.ShouldBe(expected);
    }

    [Fact]
    public void of_equals_the_earliest_wins()
    {
        _masses.Set(WeekCurve.Uniform(), 60);
        _masses.Best(new MinuteOfWeek(4711), 10_080).Value.ShouldBe(4711);
        Should.Throw<ArgumentOutOfRangeException>(() => _masses.Best(default, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => _masses.Set(WeekCurve.Uniform(), 1441));
    }
}
