using System.Text.Json.Nodes;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Identity;

public sealed class IdentityTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task one_identifier_resolves_to_its_node_and_leaves_no_trace()
    {
        long before = Events().Count;
        JsonNode resolved = (await server.PostAsync("/resolve-identity?klaviyo_id=k_1")).Expect(200);
        resolved["confidence_score"]!.GetValue<double>().ShouldBe(0.95);
        resolved["resolved_identifiers"]!.AsArray().Count.ShouldBe(1);
        Events().Count.ShouldBe((int)before);
    }

    [Fact]
    public async Task identifiers_given_together_are_kept_once_a_day()
    {
        const string path = "/resolve-identity?email=kept@example.com&phone=%2B14155550199";
        long accepted = server.Host.Counters().Accepted;
        JsonNode first = (await server.PostAsync(path)).Expect(200);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        JsonNode second = (await server.PostAsync(path)).Expect(200);
        server.Host.Counters().Accepted.ShouldBe(accepted + 1);
        second["universal_id"]!.GetValue<string>().ShouldBe((string)first["universal_id"]!);
        List<AvroRecord> kept = [.. Events().Where(record => record["identifiers"].AsArray().Any(item => item.AsRecord()["value"].AsString() == "+14155550199"))];
        kept.Select(record => record["event_id"].AsString()).Distinct().Count().ShouldBe(1);
        kept[0]["event_type"].AsString().ShouldBe("identified");
        kept[0]["identifiers"].AsArray().Select(item => item.AsRecord()["type"].AsString()).ShouldBe(["email_hash", "phone_number"], ignoreOrder: true);
        (await server.GetAsync("/features/email=kept@example.com")).Expect(200)["click_count_30d"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task no_address_is_kept_or_repeated()
    {
        Reply reply = await server.PostAsync("/resolve-identity?email=Secret@Example.com&klaviyo_id=k_2");
        reply.Expect(200);
        reply.Text.ShouldNotContain("secret@", Case.Insensitive);
        Reply linked = await server.PostAsync("/link-identifiers?identifier_a=secret@example.com&type_a=email&identifier_b=k_3&type_b=klaviyo_id");
        linked.Expect(200)["identifier_a"]!.GetValue<string>().Length.ShouldBe(64);
        Events().Select(record => record["identifiers"].ToString()).ShouldNotContain(text => text.Contains("secret@", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task a_link_keeps_who_says_so_and_how_sure()
    {
        (await server.PostAsync("/link-identifiers?identifier_a=k_9&type_a=klaviyo_id&identifier_b=c_9&type_b=cookie_id&weight=0.25&source=shop")).Expect(200);
        AvroRecord kept = Events().Single(record => record["attributes"].AsMap().TryGetValue("source", out AvroValue source) && source.AsString() == "shop");
        kept["attributes"].AsMap()["weight"].AsString().ShouldBe("0.25");
    }

    private List<AvroRecord> Events()
    {
        DatumReader reader = new(SchemaCatalog.Embedded.Current("event").Schema);
        return [.. Enumerable.Range(0, 2)
            .SelectMany(partition => server.Host.Engine.ReadTopic(TopicNames.Events, partition, 0))
            .OrderBy(record => record.TimestampMilliseconds)
            .Select(record => reader.Read(Schemas.Event.Body(record.Value)).AsRecord())];
    }
}
