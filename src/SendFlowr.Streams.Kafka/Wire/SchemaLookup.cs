using System.Collections.Concurrent;
using System.Globalization;
using SendFlowr.Avro.Binary;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>Writers' schemas by id: each is asked of the registry once, in the background, until there is an answer.</summary>
/// <remarks>
/// Thread-safe. Whoever reads records waits a moment for a new id (<see cref="Require"/>) before a task sees the record, and leaves the partition
/// while the registry is away; tasks themselves only look at what is known (<see cref="Find"/>).
/// </remarks>
public sealed class SchemaLookup : IDisposable
{
    /// <summary>Most ids that are remembered; beyond it all are asked for again.</summary>
    public const int MaxIds = 1000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Func<int, CancellationToken, Task<string?>> _find;
    private readonly TimeProvider _time;
    private readonly Lock _asking = new();
    private readonly ConcurrentDictionary<int, Question> _questions = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="find">Asks for the text of a schema; null when there is none. Throws <see cref="RegistryException"/>.</param>
    /// <param name="time">Measures pauses, and how long an unknown id stays unknown.</param>
    public SchemaLookup(Func<int, CancellationToken, Task<string?>> find, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(time);
        _find = find;
        _time = time;
    }

    /// <summary>Longest wait of <see cref="Require"/>, once for an id, far below a transaction's time-out. Default 1 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an id that the registry does not know is not asked for again. Default 10 s.</summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes over what is known already.</summary>
    public void Add(int id, string text) => _questions[id] = Question.Answered(text);

    /// <summary>The text of a schema that was required before; null when the registry has none.</summary>
    /// <exception cref="AvroDataException">The registry has one that cannot be used.</exception>
    /// <exception cref="InvalidOperationException">It was not required, or was forgotten since: require it again.</exception>
    public string? Find(int id)
    {
        if (!_questions.TryGetValue(id, out Question? question) || !question.Answer.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The schema with the id {id} is not known (any more)."));
        }

        SchemaAnswer answer = question.Answer.Result;
        return answer.Problem is { } problem ? throw new AvroDataException(problem) : answer.Text;
    }

    /// <summary>Returns when it is known what the id stands for. True when that is a schema: it need not be required again.</summary>
    /// <exception cref="KafkaFaultException">The registry does not answer for the time being.</exception>
    internal bool Require(int id)
    {
        if (!_questions.TryGetValue(id, out Question? question) || IsStale(question))
        {
            question = Ask(id);
        }

        if (!question.Answer.Wait(question.IsSlow ? TimeSpan.Zero : Patience, _stopping.Token))
        {
            question.IsSlow = true;
            string trouble = question.Trouble ?? "it has not answered yet";
            throw new KafkaFaultException(KafkaFault.Retriable, string.Create(
                CultureInfo.InvariantCulture, $"Records wait for the schema with the id {id}, which the schema registry is asked for: {trouble}"));
        }

        return question.Answer.Result.Text is not null;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>It is known what a required id stands for, be it nothing.</summary>
    internal bool IsAnswered(int id) => !_questions.TryGetValue(id, out Question? question) || question.Answer.IsCompleted;

    private bool IsStale(Question question) =>
        question.Answer is { IsCompletedSuccessfully: true, Result.Text: null } && _time.GetElapsedTime(question.Asked) >= UnknownFor;

    private Question Ask(int id)
    {
        lock (_asking)
        {
            if (_questions.TryGetValue(id, out Question? known) && !IsStale(known))
            {
                return known;
            }

            if (_questions.Count >= MaxIds)
            {
                _questions.Clear();
            }

            Question question = new(_time.GetTimestamp());
            question.Answer = id < 0 ? Task.FromResult(new SchemaAnswer(null, null)) : Task.Run(() => AskAsync(id, question, _stopping.Token));
            return _questions[id] = question;
        }
    }

    private async Task<SchemaAnswer> AskAsync(int id, Question question, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return new SchemaAnswer(await _find(id, stopping).ConfigureAwait(false), null);
            }
            catch (RegistryException exception) when (exception.Fault is RegistryFault.Unsupported or RegistryFault.Refused)
            {
                return new SchemaAnswer(null, exception.Message);
            }
            catch (RegistryException exception)
            {
                // Nobody knows what the records are as long as the registry is away, or answers nobody: they wait.
                question.Trouble = exception.Message;
            }

            await Task.Delay(RetryPause, _time, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>What the registry says of an id: a text, a reason why it cannot be used, or neither, when there is no such id.</summary>
    private sealed record SchemaAnswer(string? Text, string? Problem);

    private sealed class Question(long asked)
    {
        private volatile string? _trouble;
        private volatile bool _isSlow;

        public long Asked => asked;

        /// <summary>Somebody waited for the answer in vain: nobody does so again.</summary>
        public bool IsSlow
        {
            get => _isSlow;
            set => _isSlow = value;
        }

        public Task<SchemaAnswer> Answer { get; set; } = null!;

        /// <summary>Why there is no answer yet.</summary>
        public string? Trouble
        {
            get => _trouble;
            set => _trouble = value;
        }

        public static Question Answered(string text) => new(0) { Answer = Task.FromResult(new SchemaAnswer(text, null)) };
    }
}
