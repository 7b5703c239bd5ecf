using SendFlowr.Model.Requests;

namespace SendFlowr.Model.Tests.Requests;

public class RequestTransitionsTests
{
    [Fact]
    public void the_table_is_what_the_drawing_says()
    {
        RequestTransitions.Next(null).Select(state => state.Name()).ShouldBe(["planned", "suppressed", "expired", "cancelled"]);
        foreach (RequestState open in new[] { RequestState.Planned, RequestState.Revised })
        {
            RequestTransitions.Next(open).Select(state => state.Name()).ShouldBe(["revised", "triggered", "suppressed", "expired", "cancelled"]);
        }
    }

    [Fact]
    public void exactly_four_states_are_final_and_nothing_follows_them()
    {
        RequestState[] finals = [.. RequestTransitions.All.Where(state => state.IsFinal())];
        finals.Select(state => state.Name()).ShouldBe(["triggered", "suppressed", "expired", "cancelled"]);
        foreach (RequestState final in finals)
        {
            RequestTransitions.All.ShouldAllBe(to => Refuses(final, to));
        }
    }

    [Fact]
    public void an_illegal_change_throws_and_names_what_is_allowed()
    {
        Should.Throw<InvalidOperationException>(() => RequestTransitions.Change(null, RequestState.Triggered)).Message
            .ShouldBe("A request cannot go from new to triggered; allowed: planned, suppressed, expired, cancelled.");
        Should.Throw<InvalidOperationException>(() => RequestTransitions.Change(RequestState.Revised, RequestState.Planned));
        RequestTransitions.Change(RequestState.Planned, RequestState.Triggered).ShouldBe(RequestState.Triggered);
    }

    [Fact]
    public void names_are_read_back_and_numbers_never_change()
    {
        RequestTransitions.All.ShouldAllBe(state => RequestTransitions.Parse(state.Name()) == state);
        RequestTransitions.Parse("answered").ShouldBeNull();
        RequestTransitions.All.Select(state => (int)state).ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    private static bool Refuses(RequestState from, RequestState to)
    {
        try
        {
            RequestTransitions.Change(from, to);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
