using System.Globalization;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Server.Answers;

/// <summary>Says in an answer's headers when it was read from a standby, and how far behind that is.</summary>
internal static class Freshness
{
    public const string AnsweredBy = "SendFlowr-Answered-By";
    public const string BehindMilliseconds = "SendFlowr-Behind-Milliseconds";

    /// <summary>Before the answer begins. Of an owner nothing is said: its rows are as committed.</summary>
    public static void Tell(HttpContext context, RowStanding standing)
    {
        if (standing.IsStandby)
        {
            context.Response.Headers[AnsweredBy] = "standby";
            context.Response.Headers[BehindMilliseconds] = standing.BehindMilliseconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
