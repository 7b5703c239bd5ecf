using System.Globalization;
using SendFlowr.Cli.Verbs.Doctor;

namespace SendFlowr.Cli.Tests.Verbs.Doctor;

public sealed class ClockCheckTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-21T12:00:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0, true, "2026-11-21T12:00:00Z, 0 s ahead of the other machine")]
    [InlineData(5, true, "5 s behind the other machine")]
    [InlineData(-5, true, "5 s ahead of the other machine")]
    [InlineData(6, false, "6 s behind the other machine")]
    [InlineData(-3600, false, "3600 s ahead of the other machine")]
    public void a_servers_clock_is_the_measure(int serverAheadSeconds, bool isGood, string detail)
    {
        DoctorCheck check = ClockCheck.Run(Now, (Now.AddSeconds(serverAheadSeconds), "the other machine"), Now.AddDays(1));
        (check.State == DoctorState.Good, check.Fix is null).ShouldBe((isGood, isGood));
        check.Detail.ShouldContain(detail);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(-86_400, true)]
    [InlineData(60, true)]
    [InlineData(120, false)]
    public void without_one_what_was_written_must_not_lie_in_the_future(int? fileAheadSeconds, bool isGood) =>
        ClockCheck.Run(Now, null, fileAheadSeconds is { } seconds ? Now.AddSeconds(seconds) : null).State.ShouldBe(isGood ? DoctorState.Good : DoctorState.Wrong);

    [Fact]
    public void a_clock_of_before_the_program_is_wrong() => ClockCheck.Run(DateTimeOffset.UnixEpoch, null, null).State.ShouldBe(DoctorState.Wrong);
}
