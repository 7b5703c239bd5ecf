using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The window of a request with its defaults filled in: both ends bound the arrival, inclusive. Immutable.</summary>
/// <param name="SendAfter">Earliest arrival.</param>
/// <param name="SendBefore">Latest arrival.</param>
public readonly record struct TimingWindow(Timestamp SendAfter, Timestamp SendBefore)
{
    /// <summary>Fills the defaults in: from the receipt on, unless the window had ended before, and seven days long.</summary>
    public static TimingWindow Of(Timestamp? sendAfter, Timestamp? sendBefore, Timestamp received)
    {
        Timestamp after = sendAfter ?? (sendBefore < received ? sendBefore.Value : received);
        return new TimingWindow(after, sendBefore ?? after.Plus(DecisionInput.DefaultWindow));
    }

    /// <summary>What is wrong with the window, naming both fields; null when all is well.</summary>
    /// <param name="sendAfter">As given.</param>
    /// <param name="sendBefore">As given.</param>
    /// <param name="received">When it came in.</param>
    /// <param name="mayHavePassed">A window that has ended is no fault here.</param>
    public static FieldProblem? Check(Timestamp? sendAfter, Timestamp? sendBefore, Timestamp received, bool mayHavePassed)
    {
        const string both = "send_after, send_before";
        TimingWindow window = Of(sendAfter, sendBefore, received);
        if (window.SendBefore < window.SendAfter)
        {
            return Invalid(both, $"a window from {window.SendAfter} that ends {window.SendBefore}, before it begins", "let send_before be later");
        }

        if (!mayHavePassed && window.SendBefore < received)
        {
            return Invalid(both, $"a window that ended {window.SendBefore}, before it was received {received}", "let send_before be in the future");
        }

        Timestamp first = window.SendAfter > received ? window.SendAfter : received;
        if (window.SendBefore > first.Plus(RequestLimits.Window))
        {
            string longest = $"let send_before be at most {RequestLimits.Window.TotalDays} days after {first}";
            return Invalid(both, $"a window that ends {window.SendBefore}", longest);
        }

        return window.SendAfter > received.Plus(RequestLimits.Ahead)
            ? Invalid("send_after", window.SendAfter.ToString(), $"let it be at most {RequestLimits.Ahead.TotalDays} days ahead")
            : null;
    }

    private static FieldProblem Invalid(string field, string found, string remedy) => new(RejectionReason.WindowInvalid, field, found, remedy);
}
