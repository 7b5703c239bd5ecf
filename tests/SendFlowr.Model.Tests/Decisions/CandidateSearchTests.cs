using SendFlowr.Model.Decisions;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>The search over values made for the purpose, which no curve would have.</summary>
public class CandidateSearchTests
{
    [Fact]
    public void local_maxima_exactly_half_an_hour_apart_are_alternatives_and_nearer_ones_are_not()
    {
        CandidateSearch search = Search(121, (10, 9), (40, 8), (69, 7), (99, 6));
        search.Best.ShouldBe(10);
        search.Alternatives.ToArray().ShouldBe([40, 99]);
    }

    [Fact]
    public void of_a_plateau_the_first_minute_is_taken()
    {
        CandidateSearch search = Search(200, (100, 5), (101, 5), (102, 5), (160, 4), (161, 4));
        search.Best.ShouldBe(100);
        search.Alternatives.ToArray().ShouldBe([160]);
    }

    [Fact]
    public void a_step_on_the_way_up_or_down_is_no_local_maximum() =>
        Search(200, (40, 2), (41, 2), (42, 3), (43, 2), (44, 2), (130, 1.5)).Alternatives.ToArray().ShouldBe([130]);

    [Fact]
    public void the_ends_of_a_window_can_be_local_maxima() => Search(100, (0, 5), (50, 3), (99, 4)).Alternatives.ToArray().ShouldBe([99, 50]);

    [Fact]
    public void of_equal_maxima_the_earlier_come_first_and_five_are_enough() =>
        Search(700, (0, 9), (100, 5), (200, 5), (300, 5), (400, 5), (500, 5), (600, 5)).Alternatives.ToArray().ShouldBe([100, 200, 300, 400, 500]);

    [Fact]
    public void what_is_less_than_half_as_good_is_no_alternative() =>
        Search(400, (0, 10), (100, 5), (200, 4.99), (300, 6)).Alternatives.ToArray().ShouldBe([300, 100]);

    [Fact]
    public void a_window_longer_than_a_week_is_searched_to_the_minute_before_it_repeats() => Search(20_000, (10_079, 9)).Best.ShouldBe(10_079);

    [Fact]
    public void nothing_remains_of_an_earlier_search()
    {
        CandidateSearch search = Search(700, (0, 9), (100, 5));
        search.Run(new CandidateWindow(Noon.Minutes(1), Noon), PersonClock.Utc, new ArrivalValues(), new SignalEvaluation(), 0, 0);
        (search.Best, search.BestUnblocked, search.Alternatives.Length).ShouldBe((-1, -1, 0));
    }

    private static CandidateSearch Search(int minutes, params (int Candidate, double Value)[] values)
    {
        double[] week = new double[10080];
        Array.Fill(week, 1);
        foreach ((int candidate, double value) in values)
        {
            week[Noon.MinuteOfWeek.Plus(candidate).Value] = value;
        }

        ArrivalValues arrivals = new();
        arrivals.SetSteps(week);
        CandidateSearch search = new();
        search.Run(new CandidateWindow(Noon, Noon.Minutes(minutes - 1)), PersonClock.Utc, arrivals, new SignalEvaluation(), 0, 0);
        return search;
    }
}
