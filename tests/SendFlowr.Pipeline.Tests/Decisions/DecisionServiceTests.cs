using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Decisions;

public sealed class DecisionServiceTests : IDisposable
{
    private const ulong Instance = 0xABCD_0000_0001;

    private readonly TestPipeline _pipeline = new();
    private readonly List<SampleEvent> _history = SampleHistory.Draw(seed: 53, days: 14);

    public DecisionServiceTests() => _pipeline.Ingest(_history.Where((_, index) => index % 3 != 0));

    public void Dispose() => _pipeline.Dispose();

    private static TimingQuestion About(int person) =>
        new() { Person = [TestPipeline.Reference($"email=person{person}@example.com")], Provider = "klaviyo" };

    private List<TopicRecord> Recorded() => _pipeline.Topic(TopicNames.Decisions, _pipeline.Partitions);

    [Fact]
    public async Task questions_that_wait_for_the_engine_become_one_transaction()
    {
        using LoopOwner owner = new(_pipeline.Host, isHeld: true);
        using DecisionService service = new(_pipeline.Host);
        List<Task<TimingAnswer>> asked = [.. Enumerable.Range(0, 20).Select(person => service.AskAsync(About(person), CancellationToken.None))];
        asked.ShouldAllBe(task => !task.IsCompleted);
        owner.RunWaiting();
        DecisionRecord[] answers = [.. (await Task.WhenAll(asked)).Select(answer => answer.Record)];
        owner.Turns.ShouldBe(1);
        List<TopicRecord> recorded = Recorded();
        recorded.Select(record => record.LogPosition).Distinct().Count().ShouldBe(1);
        recorded.Select(record => DecisionReader.Read(record.Value).Decision.DecisionId).Order(StringComparer.Ordinal)
            .ShouldBe(answers.Select(record => record.Decision.DecisionId).Order(StringComparer.Ordinal));
        Task<TimingAnswer> next = service.AskAsync(About(1), CancellationToken.None);
        owner.RunWaiting();
        await next;
        owner.Turns.ShouldBe(2);
        Recorded().Count.ShouldBe(21);
    }

    [Fact]
    public async Task questions_of_many_threads_are_each_recorded_once_as_answered()
    {
        using LoopOwner owner = new(_pipeline.Host, isHeld: false);
        using DecisionService service = new(_pipeline.Host);
        DecisionRecord[][] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            List<DecisionRecord> mine = [];
            for (int i = 0; i < 40; i++)
            {
                mine.Add((await service.AskAsync(About((thread + i) % 12), CancellationToken.None)).Record);
            }

            return mine.ToArray();
        })));
        Dictionary<string, byte[]> recorded = Recorded().ToDictionary(record => DecisionReader.Read(record.Value).Decision.DecisionId, record => record.Value!);
        recorded.Count.ShouldBe(320);
        foreach (DecisionRecord answer in answers.SelectMany(mine => mine))
        {
            recorded[answer.Decision.DecisionId].ShouldBe(new DecisionWriter().Write(answer).ToArray());
        }
    }

    [Fact]
    public void a_decision_that_is_only_computed_is_not_recorded()
    {
        using DecisionService service = new(_pipeline.Host);
        DecisionRecord computed = service.Decide(About(3));
        Recorded().ShouldBeEmpty();
        DecisionRecord asked = service.Ask(About(3));
        DecisionVerifier.Compare(computed.Decision, asked.Decision).ShouldBeEmpty();
        Recorded().Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_question_that_cannot_be_asked_fails_alone()
    {
        using LoopOwner owner = new(_pipeline.Host, isHeld: true);
        using DecisionService service = new(_pipeline.Host);
        Task<TimingAnswer> good = service.AskAsync(About(1), CancellationToken.None);
        Task<TimingAnswer> bad = service.AskAsync(About(1) with { LatencyHintSeconds = -1 }, CancellationToken.None);
        owner.RunWaiting();
        (await good).Record.Decision.DecisionId.ShouldNotBeEmpty();
        (await Should.ThrowAsync<ArgumentException>(bad)).Message.ShouldContain("LatencyHintSeconds is -1");
    }

    [Fact]
    public async Task a_failed_turn_fails_every_question_of_its_group_and_no_later_one()
    {
        FailingOwner owner = new();
        IEngineOwner direct = _pipeline.Host.Owner;
        _pipeline.Host.Owner = owner;
        using DecisionService service = new(_pipeline.Host);
        Task<TimingAnswer>[] asked = [service.AskAsync(About(1), CancellationToken.None), service.AskAsync(About(2), CancellationToken.None)];
        owner.Turn.SetException(new IOException("no space"));
        foreach (Task<TimingAnswer> task in asked)
        {
            (await Should.ThrowAsync<IOException>(task)).Message.ShouldBe("no space");
        }

        _pipeline.Host.Owner = direct;
        service.Ask(About(1)).Decision.DecisionId.ShouldNotBeEmpty();
        Recorded().Count.ShouldBe(1);
    }

    [Fact]
    public async Task whoever_gives_up_waiting_leaves_the_others_waiting()
    {
        using LoopOwner owner = new(_pipeline.Host, isHeld: true);
        using DecisionService service = new(_pipeline.Host);
        using CancellationTokenSource impatience = new();
        Task<TimingAnswer> impatient = service.AskAsync(About(1), impatience.Token);
        Task<TimingAnswer> patient = service.AskAsync(About(2), CancellationToken.None);
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        owner.RunWaiting();
        await patient;
        Recorded().Count.ShouldBe(2);
    }

    [Fact]
    public async Task whoever_goes_on_for_long_with_its_answer_keeps_none_of_the_others_waiting()
    {
        using LoopOwner owner = new(_pipeline.Host, isHeld: true);
        using DecisionService service = new(_pipeline.Host);
        using ManualResetEventSlim othersDone = new();
        List<Task<TimingAnswer>> asked = [.. Enumerable.Range(0, 20).Select(person => service.AskAsync(About(person), CancellationToken.None))];
        Task slow = asked[0].ContinueWith(
            _ => othersDone.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        owner.RunWaiting();
        await Task.WhenAll(asked.Skip(1));
        othersDone.Set();
        await slow;
    }

    [Fact]
    public void ids_carry_their_time_and_are_never_repeated()
    {
        DecisionIds ids = new(Instance);
        Timestamp created = new(_pipeline.Host.NowMilliseconds);
        string first = ids.Next(created);
        first.ShouldEndWith("abcd0000000100000001");
        ids.Next(created).ShouldEndWith("abcd0000000100000002");
        DecisionIds.TryTimeOf(first, out Timestamp read).ShouldBeTrue();
        read.ShouldBe(created);
        DecisionIds.OfProcess().Next(created).ShouldNotBe(DecisionIds.OfProcess().Next(created));
        using DecisionService service = new(_pipeline.Host, new DecisionIds(Instance));
        service.Decide(About(1)).Decision.DecisionId.ShouldBe(DecisionIds.Format(created, Convert.FromHexString("abcd0000000100000001")));
    }

    [Fact]
    public void a_new_version_of_the_priors_and_new_deliveries_count_at_once()
    {
        using DecisionService service = new(_pipeline.Host);
        DecisionRecord before = service.Ask(About(1));
        before.Decision.PriorsVersion.ShouldBe(0);
        Learner.LearnTouched(_pipeline.Host);
        service.Ask(About(1)).Decision.PriorsVersion.ShouldBe(1);
        _pipeline.Ingest(_history.Where((_, index) => index % 3 == 0));
        DecisionRecord after = service.Ask(About(1));
        after.Lane.ShouldBe(_pipeline.Host.LaneSummary(new("klaviyo", "email")));
        after.Lane.ShouldNotBe(before.Lane);
        after.TimingRow.ShouldNotBe(before.TimingRow);
    }

    [Fact]
    public void lanes_are_told_apart_and_any_number_of_them_can_be_asked_about()
    {
        using DecisionService service = new(_pipeline.Host);
        for (int i = 0; i < 600; i++)
        {
            service.Decide(About(1) with { Provider = $"provider{i}" }).Lane.Count.ShouldBe(0);
        }

        service.Decide(About(1)).Lane.ShouldBe(_pipeline.Host.LaneSummary(new("klaviyo", "email")));
        service.Decide(About(1)).Lane.Count.ShouldBeGreaterThan(0);
    }

    private sealed class FailingOwner : IEngineOwner
    {
        public TaskCompletionSource Turn { get; } = new();

        public async Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
        {
            await Turn.Task;
            return turn();
        }
    }
}
