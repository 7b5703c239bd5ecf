using SendFlowr.Cli.Verbs.Demo;

namespace SendFlowr.Cli.Tests.Verbs.Demo;

public sealed class DemoPlanTests
{
    [Theory]
    [InlineData(90, 14, 75)]
    [InlineData(30, 14, 15)]
    [InlineData(7, 3, 3)]
    public void campaigns_take_the_last_two_weeks_and_leave_a_day_for_answers(int days, int campaigns, int history)
    {
        DemoPlan plan = new(100, days, 1);
        plan.CampaignDays.ShouldBe(campaigns);
        (plan.FirstCampaignDay - DemoPlan.FirstDay).ShouldBe(history);
        DemoPlan.At(plan.FirstCampaignDay + campaigns - 1, DemoPlan.CampaignHour).Plus(DemoPlan.Window)
            .ShouldBeLessThan(plan.End.Plus(-TimeSpan.FromMinutes(DemoExperiment.LongMinutes)));
    }

    [Fact]
    public void the_first_day_is_a_monday_and_campaigns_went_out_twice_a_week() =>
        Enumerable.Range(0, 14).Where(day => DemoPlan.IsHabitualCampaign(DemoPlan.FirstDay + day)).ShouldBe([0, 3, 7, 10]);
}
