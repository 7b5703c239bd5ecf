using System.Text.Json;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;
using SendFlowr.Avro.Schemas;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Server.Features;

/// <summary>The feature record of a person, computed from the present rows, and its publication.</summary>
internal static class FeatureEndpoints
{
    private static readonly AvroSchema Schema = SchemaCatalog.Embedded.Current("features").Schema;
    private static readonly DatumReader Reader = new(Schema);
    private static readonly InputTable NoQuery = new();

    public static void MapFeatures(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        Pool<FeaturesWriter> writers = new(() => new FeaturesWriter(parts.Host.Options.Clocks));
        AnswerShape computed = AnswerShape.Object(
            "Computed",
            "What was published.",
            Shape.Text("status", "computed."),
            Shape.Text("universal_id", "The person; absent when everybody was meant."),
            Shape.Text("scope", "all, when everybody was meant; absent otherwise."));
        routes.Get(
            "/features/{id}",
            context => ReadAsync(context, parts, writers),
            new EndpointDescription("People", "What is known about a person's timing, as of now. Of a stranger: the population's curve, confidence 0.", AnswerShape.Record("Features", "features"))
            {
                PathParameter = PersonPath.Description,
                Query = NoQuery,
            });
        routes.Post(
            "/compute-features/{id}",
            context => PublishAsync(context, parts, writers),
            new EndpointDescription("People", "Publishes a person's feature record at once. Features are always current here; this only sends them.", computed)
            {
                PathParameter = PersonPath.Description,
                Query = NoQuery,
                Problems = [ProblemType.Unavailable],
            });
        routes.Post(
            "/compute-features",
            context => PublishAllAsync(context, parts),
            new EndpointDescription("People", "Publishes the feature records of everybody whose rows changed since they were last published.", computed)
            {
                Query = NoQuery,
                Problems = [ProblemType.Unavailable],
            });
    }

    private static async Task ReadAsync(HttpContext context, ServerParts parts, Pool<FeaturesWriter> writers)
    {
        QueryInput.Read(context, NoQuery);
        ResolvedPerson person = PersonPath.Read(context, parts);
        byte[] record = Compute(parts, writers, person.Node, await parts.PersonAsync(context, person));
        await JsonAnswer.WriteAsync(context, record, static (writer, it) => AvroJson.Write(writer, Schema, Reader.Read(Schemas.Features.Body(it))));
    }

    private static async Task PublishAsync(HttpContext context, ServerParts parts, Pool<FeaturesWriter> writers)
    {
        QueryInput.Read(context, NoQuery);
        ResolvedPerson person = PersonPath.Read(context, parts);
        PipelineHost host = parts.Host;
        PersonRows rows = await parts.PersonAsync(context, person);
        await parts.RunAsync(
            () =>
            {
                byte[] key = new byte[NodeId.SizeBytes];
                person.Node.Write(key);
                RecordBatch batch = new();
                batch.Add(key, Compute(parts, writers, person.Node, rows), host.NowMilliseconds);
                host.Append(TopicNames.Features, batch, host.NowMilliseconds);
                return true;
            },
            TurnCompletion.Durable,
            context.RequestAborted);
        await JsonAnswer.WriteAsync(context, person.Node.ToString(), static (writer, id) => WriteComputed(writer, "universal_id", id));
    }

    private static async Task PublishAllAsync(HttpContext context, ServerParts parts)
    {
        QueryInput.Read(context, NoQuery);
        await parts.Host.PublishFeaturesAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, "all", static (writer, scope) => WriteComputed(writer, "scope", scope));
    }

    private static byte[] Compute(ServerParts parts, Pool<FeaturesWriter> writers, NodeId person, PersonRows rows) => writers.Use(
        (parts.Host, person, rows),
        static (writer, it) => writer.Write(
            new RowKey(it.person.High, it.person.Low),
            TimingRow.Read(it.rows.Timing),
            it.Host.PriorsInForce(),
            it.Host.NowMilliseconds).ToArray());

    private static void WriteComputed(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "computed");
        writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}
