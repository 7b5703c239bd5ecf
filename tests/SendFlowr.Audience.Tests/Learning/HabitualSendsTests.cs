using System.Globalization;
using SendFlowr.Audience.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Audience.Tests.Learning;

/// <summary>How well availability is recovered from answers to mails that always come at 9:00. The figures are those of docs/SCIENCE.md.</summary>
public sealed class HabitualSendsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mail and visits, 9:00", true, true, 7)]
    [InlineData("mail only, 9:00", false, true, 7)]
    [InlineData("mail only, 9:00, twice a week", false, true, 2)]
    public void availability_is_recovered_at_least_twice_as_well_as_by_the_raw_histogram(string name, bool visits, bool habitual, int mailsPerWeek)
    {
        RecoveryErrors errors = Measure(name, visits, habitual, mailsPerWeek);
        errors.Exposed.ShouldBeLessThan(errors.RawWeek / 2);
        errors.Exposed.ShouldBeLessThan(errors.RawDay / 2);
        errors.ExposedOfDay.ShouldBeLessThan(errors.RawOfDay / 2);
        errors.Exposed.ShouldBeLessThan(errors.Plain, "the correction helps");
        errors.ExposedOfDay.ShouldBeLessThan(errors.PlainOfDay, "the correction helps");
    }

    [Fact]
    public void without_visits_the_correction_makes_the_difference_between_worse_and_better_than_knowing_nothing()
    {
        RecoveryErrors errors = Measure("mail only, 9:00", visits: false, habitual: true, mailsPerWeek: 7);
        errors.Plain.ShouldBeGreaterThan(errors.Uniform);
        errors.Exposed.ShouldBeLessThan(0.7 * errors.Plain);
        errors.Exposed.ShouldBeLessThan(errors.Uniform);
    }

    [Theory]
    [InlineData("mail and visits, any time", true, 7)]
    [InlineData("mail only, any time", false, 7)]
    public void sends_at_any_time_leave_the_curve_as_good_as_it_was(string name, bool visits, int mailsPerWeek)
    {
        RecoveryErrors errors = Measure(name, visits, habitual: false, mailsPerWeek);
        errors.Exposed.ShouldBe(errors.Plain, 0.005 * errors.Plain);
    }

    private RecoveryErrors Measure(string name, bool visits, bool habitual, int mailsPerWeek)
    {
        RecoveryErrors errors = new Recovery(Samples.Audience(300), visits, habitual, mailsPerWeek).Measure();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} | {1e4 * errors.RawWeek:0.0} | {1e4 * errors.RawDay:0.0} | {1e4 * errors.Uniform:0.0} | {1e4 * errors.Plain:0.0} | {1e4 * errors.Exposed:0.0} || {1e4 * errors.RawOfDay:0} | {1e4 * errors.PlainOfDay:0} | {1e4 * errors.ExposedOfDay:0}"));
        return errors;
    }
}
