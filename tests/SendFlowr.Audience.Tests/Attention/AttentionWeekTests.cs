using SendFlowr.Audience.Attention;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Attention;

public sealed class AttentionWeekTests
{
    [Fact]
    public void everybody_has_a_mean_of_one_and_knows_their_greatest()
    {
        foreach (SimulatedPerson person in Samples.Audience().People)
        {
            double sum = 0;
            double greatest = 0;
            for (int minute = 0; minute < MinuteOfWeek.MinutesPerWeek; minute++)
            {
                double attention = person.Attention.At(new MinuteOfWeek(minute));
                attention.ShouldBeGreaterThanOrEqualTo(0);
                sum += attention;
                greatest = Math.Max(greatest, attention);
            }

            // Working days and weekends have equal means, the weekdays' factors make up the week.
            (sum / MinuteOfWeek.MinutesPerWeek).ShouldBe(1, 1e-9);
            person.Attention.Greatest.ShouldBe(greatest);
        }
    }

    [Fact]
    public void a_habit_stands_where_it_says_and_is_as_wide_as_it_says()
    {
        double[] even = new double[AttentionWeek.CellsPerDay];
        Array.Fill(even, 1);
        double[] cells = AttentionWeek.TimeOfDay([new HabitPeak(5, 30, 0.6)], even);
        cells.Sum().ShouldBe(AttentionWeek.CellsPerDay, 1e-9);
        Array.IndexOf(cells, cells.Max()).ShouldBeOneOf(0, 1);
        double within = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            double minute = (cell * AttentionWeek.MinutesPerCell) + 2.5;
            double distance = Math.Min(Math.Abs(minute - 5), 1440 - Math.Abs(minute - 5));
            within += distance <= 30 ? cells[cell] - 0.4 : 0;
        }

        (within / AttentionWeek.CellsPerDay).ShouldBe(0.6 * 0.6827, 0.02); // one deviation to each side, across midnight
    }

    [Fact]
    public void weekdays_without_any_attention_are_refused()
    {
        double[] cells = new double[AttentionWeek.CellsPerDay];
        Should.Throw<ArgumentOutOfRangeException>(() => new AttentionWeek(cells, cells, new double[7]));
        Should.Throw<ArgumentOutOfRangeException>(() => new AttentionWeek(cells, cells, [1, 1, 1, 1, 1, 1, -1]));
    }
}
