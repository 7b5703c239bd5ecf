using SendFlowr.Model.Decisions;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

public class DecisionInputTests
{
    public static TheoryData<DecisionInput, string> Refused => new()
    {
        { Morning with { ResolutionConfidence = 1.01 }, "ResolutionConfidence is 1.01; allowed is 0 to 1." },
        { Morning with { ResolutionConfidence = double.NaN }, "ResolutionConfidence is NaN" },
        { Morning with { LatencyHintSeconds = -1 }, "LatencyHintSeconds is -1; allowed is 0 to 3600." },
        { Morning with { LatencyHintSeconds = 3601 }, "LatencyHintSeconds is 3601" },
        { Morning with { LatencyHintSeconds = double.NaN }, "LatencyHintSeconds is NaN" },
        { Morning with { HorizonMinutes = 0 }, "HorizonMinutes is 0; allowed is 1 to 1440." },
        { Morning with { HorizonMinutes = 1441 }, "HorizonMinutes is 1441" },
        { Morning with { Now = new(-1) }, "Now is -1; allowed is within the years 1970 to 9999." },
        { Morning with { SendBefore = new(long.MaxValue) }, "SendBefore is 9223372036854775807" },
        { Morning.Window(Noon.Minutes(1), Noon), "SendBefore is 2026-03-04T12:00:00Z; allowed is not before SendAfter, 2026-03-04T12:01:00Z." },
        { Morning.Window(Noon, new(Noon.Hours(744).EpochMilliseconds + 1)), "allowed is at most 31 days after 2026-03-04T12:00:00Z." },
        { Morning with { EvidenceRing = new byte[7] }, "EvidenceRing is 7; allowed is whole entries of 6 bytes, 1536 at most." },
        { Morning with { EvidenceRing = new byte[1542] }, "EvidenceRing is 1542" },
        { Morning with { DeliveryRing = new byte[774] }, "DeliveryRing is 774" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void a_question_out_of_range_is_refused_by_field_value_and_range(DecisionInput input, string message) =>
        Should.Throw<ArgumentException>(input.Decide).Message.ShouldContain(message);

    [Fact]
    public void the_limits_themselves_are_allowed()
    {
        (Morning with { LatencyHintSeconds = 3600, HorizonMinutes = 1440, ResolutionConfidence = 0 }).Decide().TargetTimestamp.ShouldNotBeNull();
        Morning.Window(Noon.Hours(-9000), Noon.Hours(744)).Decide().TargetTimestamp.ShouldNotBeNull();
    }
}
