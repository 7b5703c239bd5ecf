namespace SendFlowr.Model.Requests;

/// <summary>Where a request to send stands. Numbers are stored and never reused.</summary>
/// <remarks>
/// <code>
///              ┌────────────────────────── too many pending ──┐
///   (new) ──► planned ──► revised ──┐                         │
///     │          │          │  ▲    │ anew, as often as       │
///     │          │          │  └────┘ something changes       │
///     │          ▼          ▼                                 ▼
///     └──► suppressed | expired | cancelled | triggered    cancelled
/// </code>
/// A new request may be suppressed or expired at once, but it is triggered only after it was planned. The four at the bottom are
/// final: each request ends in exactly one of them.
/// </remarks>
public enum RequestState
{
    /// <summary>A first arrival was chosen and its trigger is waited for.</summary>
    Planned = 0,

    /// <summary>Something changed, another arrival was chosen, and its trigger is waited for.</summary>
    Revised = 1,

    /// <summary>Final: the trigger left.</summary>
    Triggered = 2,

    /// <summary>Final: a breaker outlasts the window.</summary>
    Suppressed = 3,

    /// <summary>Final: nothing triggered now could arrive within the window.</summary>
    Expired = 4,

    /// <summary>Final: withdrawn by its sender, or one too many for its person.</summary>
    Cancelled = 5,
}
