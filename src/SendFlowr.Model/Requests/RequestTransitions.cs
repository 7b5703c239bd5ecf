namespace SendFlowr.Model.Requests;

/// <summary>The legal changes of <see cref="RequestState"/>, drawn there; every change is checked here. Pure, thread-safe.</summary>
public static class RequestTransitions
{
    private static readonly RequestState[] FromNew =
        [RequestState.Planned, RequestState.Suppressed, RequestState.Expired, RequestState.Cancelled];

    private static readonly RequestState[] FromOpen =
        [RequestState.Revised, RequestState.Triggered, RequestState.Suppressed, RequestState.Expired, RequestState.Cancelled];

    private static readonly RequestState[] FromFinal = [];

    private static readonly string[] Names = ["planned", "revised", "triggered", "suppressed", "expired", "cancelled"];

    /// <summary>Every state, in the order of its number.</summary>
    public static IReadOnlyList<RequestState> All { get; } = Enum.GetValues<RequestState>();

    /// <summary>Whether nothing follows this state.</summary>
    public static bool IsFinal(this RequestState state) => Next(state).Count == 0;

    /// <summary>The states that may follow; of null, a request that has none yet.</summary>
    public static IReadOnlyList<RequestState> Next(RequestState? from) => from switch
    {
        null => FromNew,
        RequestState.Planned or RequestState.Revised => FromOpen,
        _ => FromFinal,
    };

    /// <summary>The new state, if it may follow the old one.</summary>
    /// <exception cref="InvalidOperationException">It may not: a defect of the caller.</exception>
    public static RequestState Change(RequestState? from, RequestState to) => Next(from).Contains(to)
        ? to
        : throw new InvalidOperationException(
            $"A request cannot go from {(from is { } state ? state.Name() : "new")} to {to.Name()}; allowed: {string.Join(", ", Next(from).Select(Name))}.");

    /// <summary>The name in records and answers, for example <c>planned</c>.</summary>
    public static string Name(this RequestState state) => Names[(int)state];

    /// <summary>Reads a name; null when there is no such state.</summary>
    public static RequestState? Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var index ? (RequestState)index : null;
}
