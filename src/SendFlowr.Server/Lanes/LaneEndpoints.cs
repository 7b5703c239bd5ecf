using System.Text.Json;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Server.Lanes;

/// <summary>The measured latency of every lane.</summary>
internal static class LaneEndpoints
{
    /// <summary>Lanes that are listed; a tenant has a handful.</summary>
    private const int MostLanes = 10_000;

    private const double MillisecondsPerSecond = 1000;

    private static readonly InputTable NoQuery = new();

    public static void MapLanes(this IEndpointRouteBuilder routes, ServerParts parts) => routes.Get(
        "/lanes",
        context => ListAsync(context, parts),
        new EndpointDescription(
            "Lanes",
            "How long messages take from trigger to arrival, by provider and channel. Decisions trigger that much earlier.",
            AnswerShape.Object("Lanes", "Every lane with a delivery.", Shape.List("lanes", "By provider and channel.", Shape.Object(
                "One lane.",
                Shape.Text("provider", "Who executes the send."),
                Shape.Text("channel", "For example email."),
                Shape.Number("median_seconds", "Median of the newest deliveries; null while there is none that can be used.", nullable: true),
                Shape.Integer("observations", "Deliveries behind the median, at most 256."),
                Shape.Integer("ignored", "Deliveries left out because they took less than nothing or more than seven days.")))))
        {
            Query = NoQuery,
        });

    private static async Task ListAsync(HttpContext context, ServerParts parts)
    {
        QueryInput.Read(context, NoQuery);
        List<LaneRow> lanes = [];
        IReadOnlyTable table = parts.Host.TenantTable(TenantTables.Lanes);
        TableCursor cursor = default;
        while (table.Scan(ref cursor, MostLanes, (_, row) => lanes.Add(LaneRow.Read(row))) && lanes.Count < MostLanes)
        {
        }

        lanes.Sort((left, right) => string.CompareOrdinal(left.Lane.ToString(), right.Lane.ToString()));
        await JsonAnswer.WriteAsync(context, lanes, Write);
    }

    private static void Write(Utf8JsonWriter writer, List<LaneRow> lanes)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("lanes");
        foreach (LaneRow lane in lanes)
        {
            writer.WriteStartObject();
            writer.WriteString("provider", lane.Lane.Provider);
            writer.WriteString("channel", lane.Lane.Channel);
            writer.WritePropertyName("median_seconds");
            if (lane.Summary is { Count: > 0 } summary)
            {
                writer.WriteNumberValue(summary.MedianMilliseconds / MillisecondsPerSecond);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteNumber("observations", lane.Summary.Count);
            writer.WriteNumber("ignored", lane.Ignored);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
