using System.Text.Json;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Requests;

/// <summary>What became of one request. Immutable.</summary>
/// <param name="Number">Its line, from 1.</param>
/// <param name="RequestId">Its id; empty when it could not be read.</param>
/// <param name="Receipt">What became of it; null when it is refused.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
internal sealed record RequestLine(int Number, string RequestId, RequestReceipt? Receipt, Problem? Refusal)
{
    /// <summary>The refusal, also of an id that belongs to another request; null when the request was taken, now or before.</summary>
    public Problem? Problem => Receipt is { Outcome: RequestOutcome.Conflict }
        ? new Problem(
            ProblemType.Conflict,
            "this request_id belongs to a request with other content, which stands. Give another request a new id; GET /requests/{request_id} shows the one that stands.",
            "request_id")
        : Refusal;

    public int Status => Problem?.Type.Status
        ?? (Receipt!.Outcome == RequestOutcome.Accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);

    /// <summary>Writes it as one of several lines.</summary>
    public void WriteLine(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("line", Number);
        writer.WriteNumber("http_status", Status);
        if (Problem is { } problem)
        {
            writer.WritePropertyName("problem");
            problem.Write(writer);
        }
        else
        {
            WriteMembers(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes it as the answer to a single request.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("status", Receipt!.Outcome == RequestOutcome.Accepted ? "accepted" : "duplicate");
        if (Receipt.Status is { } standing)
        {
            RequestStanding.WriteMembers(writer, standing);
        }
        else
        {
            writer.WriteString("request_id", RequestId);
        }
    }
}
