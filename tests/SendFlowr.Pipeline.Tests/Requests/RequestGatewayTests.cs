using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Requests;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>Requests whose transaction fails after their turn has run, as a cluster may have it.</summary>
public sealed class RequestGatewayTests : IDisposable
{
    private readonly RequestScene _scene = new();
    private readonly FailingTurnsHost _host;
    private readonly RequestGateway _gateway;

    public RequestGatewayTests()
    {
        _host = new FailingTurnsHost(_scene.Pipeline.Host);
        _gateway = new RequestGateway(_host);
    }

    [Fact]
    public async Task a_request_that_is_sent_again_after_its_transaction_failed_is_taken()
    {
        await FailAsync("ann@example.com");
        RequestReceipt receipt = await SubmitAsync("ann@example.com");
        receipt.Outcome.ShouldNotBe(RequestOutcome.Conflict);
        receipt.Status.ShouldNotBeNull().RequestId.ShouldBe("r1");
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }

    [Fact]
    public async Task another_request_of_an_id_whose_transaction_failed_is_no_conflict()
    {
        await FailAsync("ann@example.com");
        (await SubmitAsync("bob@example.com")).Outcome.ShouldBe(RequestOutcome.Accepted);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }

    [Fact]
    public async Task what_its_home_knows_is_a_duplicate_or_a_conflict_and_ends_once()
    {
        (await SubmitAsync("ann@example.com")).Outcome.ShouldBe(RequestOutcome.Accepted);
        (await SubmitAsync("ann@example.com")).Outcome.ShouldBe(RequestOutcome.Duplicate);
        (await SubmitAsync("bob@example.com")).Outcome.ShouldBe(RequestOutcome.Conflict);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }

    public void Dispose()
    {
        _host.Dispose();
        _scene.Dispose();
    }

    private async Task FailAsync(string email)
    {
        _host.Failures = 1;
        await Should.ThrowAsync<RowsUnavailableException>(() => SubmitAsync(email));
        _scene.Find("r1").ShouldBeNull();
    }

    private async Task<RequestReceipt> SubmitAsync(string email) =>
        (await _gateway.SubmitAsync([_scene.Read(RequestScene.Json("r1", _scene.In(600), _scene.In(7200), email: email))], CancellationToken.None))[0];
}
