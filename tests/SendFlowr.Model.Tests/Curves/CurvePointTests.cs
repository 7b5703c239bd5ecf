using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class CurvePointTests
{
    private static readonly CurvePriors Tenant = People.Tenant(3);

    private readonly CurvePoint _point = new();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5)]
    [InlineData(3, 90)]
    [InlineData(4, 400)]
    public void every_part_is_the_one_of_its_definition(int seed, int count)
    {
        RingEntry[] entries = People.Entries(seed, count);
        SlowCurve slow = new(entries, Tenant);
        CurvePerson person = People.Read(entries, Tenant);
        for (int minute = 2; minute < 10_080; minute += 185)
        {
            _point.Evaluate(person, new MinuteOfWeek(minute));
            double[] expected = slow.TimeOfDay(minute);
            for (int part = 0; part < 12; part++)
            {
                _point.TimeOfDay[part].ShouldBe(expected[part], (expected[part] * 2e-5) + 1e-9, ((CurvePart)part).ToString());
            }

            double[] weekday = slow.Weekday(minute / 1440);
            for (int profile = 0; profile < 4; profile++)
            {
                _point.Weekday[profile].ShouldBe(weekday[profile], 1e-9);
            }
        }
    }

    [Fact]
    public void between_cell_centres_parts_are_linear_and_the_week_is_their_sum()
    {
        CurvePerson person = People.Read(People.Entries(7, 80), Tenant);
        PersonWeek week = new();
        week.Build(person);
        double guard = Tenant.Weights.Guard(person.Bucket);
        for (int day = 0; day < 7; day++)
        {
            double scale = 0;
            for (int minute = (day * 1440) + 12; minute < ((day + 1) * 1440) - 10; minute++)
            {
                MinuteOfWeek at = new(minute);
                _point.Evaluate(person, at);
                double own = week.Total.DensityAt(at) - (guard * Tenant.Population.Week.DensityAt(at));
                scale = scale == 0 ? own / _point.Mixed : scale;

                // The cohort is linear between the middles of half hours, which lie between cell centres: there the week cuts a corner.
                bool isCorner = minute % 30 is > 12 and < 17;
                own.ShouldBe(scale * _point.Mixed, own * (isCorner ? 5e-3 : 1e-9), "one factor a day: (1 − α) D/Z");
            }
        }
    }

    [Fact]
    public void what_is_own_is_what_is_beyond_the_lent_population()
    {
        CurvePerson person = People.Read(People.Entries(7, 80), Tenant);
        _point.Evaluate(person, new MinuteOfWeek(5000));
        for (int part = 0; part < 12; part++)
        {
            double lent = part switch
            {
                < 4 => _point.TimeOfDay[part],
                4 or 5 => _point.TimeOfDay[0] / (person.Evidence.RecentSum + 1),
                6 or 7 => _point.TimeOfDay[0] / (person.Evidence.LongSum + 1),
                8 or 9 => _point.TimeOfDay[0] / (person.Evidence.VoteSum + 1),
                10 => _point.TimeOfDay[0] / (person.Evidence.WeekdayVotes[3] + 1),
                _ => _point.TimeOfDay[0] / (person.Evidence.DayTypeVotes[0] + 1),
            };
            (_point.Own[part] + lent).ShouldBe(_point.TimeOfDay[part], 1e-15);
        }
    }
}
