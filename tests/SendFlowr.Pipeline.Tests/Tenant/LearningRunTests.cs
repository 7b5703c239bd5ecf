using SendFlowr.Pipeline.Tenant;

namespace SendFlowr.Pipeline.Tests.Tenant;

public sealed class LearningRunTests
{
    private static LearningRun Surveyed(int sinceDay = -1, int throughDay = 20)
    {
        LearningRun run = new(3, throughDay, sinceDay, tasks: 2);
        run.AnswerSurvey(0, -1, [5, 7, 21]).ShouldBeFalse();
        run.AnswerSurvey(1, 6, [7, 9]).ShouldBeTrue();
        return run;
    }

    private static List<int> DaysOf(LearningRun run)
    {
        List<int> days = [];
        while (run.MoveNext())
        {
            days.Add(run.CurrentDay);
        }

        return days;
    }

    [Fact]
    public void days_come_in_order_each_once_and_none_after_the_last_day() => DaysOf(Surveyed()).ShouldBe([5, 7, 9]);

    [Fact]
    public void the_survey_is_over_when_every_task_has_answered()
    {
        LearningRun run = new(1, 20, -1, tasks: 3);
        run.AnswerSurvey(0, -1, []).ShouldBeFalse();
        run.AnswerSurvey(0, -1, []).ShouldBeFalse("a repeated answer counts once");
        run.AnswerSurvey(2, -1, []).ShouldBeFalse();
        run.AnswerSurvey(1, -1, []).ShouldBeTrue();
    }

    [Fact]
    public void the_earliest_touched_day_of_any_task_counts() => Surveyed().EarliestDay.ShouldBe(6);

    [Fact]
    public void a_day_asked_for_counts_when_it_is_earlier()
    {
        Surveyed(sinceDay: 2).EarliestDay.ShouldBe(2);
        Surveyed(sinceDay: 8).EarliestDay.ShouldBe(6);
    }

    [Fact]
    public void nothing_touched_and_nothing_asked_for_has_no_earliest_day()
    {
        LearningRun run = new(1, 20, -1, tasks: 1);
        run.AnswerSurvey(0, -1, [4]).ShouldBeTrue();
        run.EarliestDay.ShouldBe(-1);
    }

    [Fact]
    public void days_that_are_learned_are_left_out()
    {
        LearningRun run = Surveyed();
        run.StartAfter(7);
        run.DaysLeft.ShouldBe(1);
        DaysOf(run).ShouldBe([9]);
    }

    [Fact]
    public void each_day_needs_the_answer_of_every_task_again()
    {
        LearningRun run = Surveyed();
        run.CurrentDay.ShouldBe(-1);
        run.MoveNext().ShouldBeTrue();
        run.AnswerDay(1, out bool first).ShouldBeFalse();
        first.ShouldBeTrue();
        run.AnswerDay(1, out first).ShouldBeFalse();
        first.ShouldBeFalse("the same answer twice must not be added twice");
        run.AnswerDay(0, out first).ShouldBeTrue();
        run.MoveNext().ShouldBeTrue();
        run.AnswerDay(0, out first).ShouldBeFalse();
        first.ShouldBeTrue();
    }
}
