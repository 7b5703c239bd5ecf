namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Where a schema registry is and how patiently it is asked. Immutable.</summary>
public sealed record RegistryOptions
{
    private readonly Uri _address = null!;

    /// <summary>Its address: http or https, with or without a path, without credentials.</summary>
    public required Uri Address
    {
        get => _address;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            bool isPlain = value.IsAbsoluteUri && value.Scheme is "http" or "https" && value.UserInfo.Length == 0 && value.Query.Length == 0 && value.Fragment.Length == 0;
            _address = isPlain ? value : throw new ArgumentException(
                "The address of a schema registry begins with http:// or https:// and has no credentials, query or fragment.", nameof(value));
        }
    }

    /// <summary>What it is shown; null: nothing.</summary>
    public RegistryCredentials? Credentials { get; init; }

    /// <summary>Longest wait for the whole of one answer. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most attempts at one question, 1 or more: after a failed connection, a time-out, and the statuses 429 and 5xx. Default 4.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Wait before the second attempt; it doubles from one to the next. Default 250 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between two attempts, also when the server asks for more. Default 5 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest answer, in bytes, inclusive. Default 4 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 4 << 20;

    /// <summary>Most schemas that are remembered by id, 1 or more. Default 1,000.</summary>
    public int MaxSchemas { get; init; } = 1000;

    /// <summary>How long an unknown id is not asked for again: a topic of garbage must not become a storm of questions. Default 10 s.</summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromSeconds(10);
}
