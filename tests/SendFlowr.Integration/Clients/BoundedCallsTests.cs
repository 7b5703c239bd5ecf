using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Clients;

public sealed class BoundedCallsTests
{
    private readonly BoundedCalls _calls = new(TimeSpan.FromMilliseconds(200));

    [Fact]
    public void what_a_call_throws_is_thrown_and_the_next_one_runs()
    {
        Should.Throw<InvalidDataException>(() => _calls.Run(() => throw new InvalidDataException()));
        int runs = 0;
        _calls.Run(() => runs++);
        runs.ShouldBe(1);
        _calls.End(() => runs++);
        runs.ShouldBe(2);
    }

    [Fact]
    public void a_call_that_does_not_return_is_left_and_what_ends_the_client_waits_for_it()
    {
        using ManualResetEventSlim returns = new();
        using ManualResetEventSlim ended = new();
        Should.Throw<TimeoutException>(() => _calls.Run(returns.Wait));
        Should.Throw<TimeoutException>(() => _calls.Run(() => Assert.Fail("the client is lost")));
        _calls.End(ended.Set);
        ended.IsSet.ShouldBeFalse();
        returns.Set();
        ended.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }
}
