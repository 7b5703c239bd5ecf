using SendFlowr.Model.Decisions;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

public class DeciderCostTests
{
    [Fact]
    public void a_decision_allocates_little_more_than_itself()
    {
        const long mostBytes = 2000;
        DecisionInput input = Morning.With(Of("payment_failed", Noon.Hours(-1)), Of("cart_add", Noon)).Window(Noon, Noon.Hours(744));
        DecisionWorkspace workspace = new();
        for (int warmUp = 0; warmUp < 50; warmUp++)
        {
            Decider.Decide(input, workspace);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Decider.Decide(input, workspace);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(mostBytes);
    }
}
