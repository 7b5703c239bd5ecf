using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Tests.Mapping;

public class MappingLanguageTests
{
    private const string Event = "\"id\":\"e1\",\"kind\":\"clicked\",\"ts\":1772359200";

    [Fact]
    public void paths_reach_nested_fields_positions_and_odd_keys()
    {
        string definition = Feeds.Plus("""
            message_id: a.b[1].c
            campaign_id: '"odd.key"'
            campaign_type: a.b[0]
            """);
        JsonElement mapped = Map(definition, """ "odd.key":"k","a":{"x":[1],"b":["zero",{"c":"deep"},3]} """).SingleEvent();
        mapped.GetProperty("message_id").GetString().ShouldBe("deep");
        mapped.GetProperty("campaign_id").GetString().ShouldBe("k");
        mapped.GetProperty("campaign_type").GetString().ShouldBe("zero");
    }

    [Fact]
    public void a_path_into_something_else_is_absent()
    {
        string definition = Feeds.Plus("message_id: a.b[1].c");
        foreach (string a in (string[])["\"text\"", "null", "[]", "{\"b\":{}}", "{\"b\":[0]}", "{\"b\":[0,1]}"])
        {
            Map(definition, $"\"a\":{a}").SingleEvent().TryGetProperty("message_id", out _).ShouldBeFalse(a);
        }
    }

    [Fact]
    public void first_of_takes_the_first_that_is_there()
    {
        string definition = Feeds.Plus("message_id: { first_of: [a, { path: b, transform: [{ prefix: b- }] }, { const: none }] }");
        Text(Map(definition, "\"a\":\"1\",\"b\":\"2\""), "message_id").ShouldBe("1");
        Text(Map(definition, "\"a\":\"\",\"b\":\"2\""), "message_id").ShouldBe("b-2");
        Text(Map(definition, "\"a\":null"), "message_id").ShouldBe("none");
    }

    [Theory]
    [InlineData("[trim]", " A b ", "A b")]
    [InlineData("[lowercase]", "ÄB", "äb")]
    [InlineData("[uppercase]", "straße", "STRAßE")]
    [InlineData("[{ prefix: 'p-' }]", "x", "p-x")]
    [InlineData("[{ strip_prefix: 'p-' }]", "p-x", "x")]
    [InlineData("[{ strip_prefix: 'p-' }]", "q-x", "q-x")]
    [InlineData("[trim, lowercase, { strip_prefix: 'id:' }]", " ID:7 ", "7")]
    [InlineData("[{ e164: DE }]", "0151 12345678", "+4915112345678")]
    [InlineData("hash_email", "Ann@Example.com", "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476")]
    public void transforms_run_in_order(string transforms, string value, string expected) =>
        Text(Map(Feeds.Plus($"message_id: {{ path: v, transform: {transforms} }}"), $"\"v\":\"{value}\""), "message_id").ShouldBe(expected);

    [Fact]
    public void a_map_translates_and_says_what_happens_to_the_rest()
    {
        string Definition(string otherwise) => Feeds.With("channel", $"channel: {{ path: via, map: {{ e: email, s: sms }}{otherwise} }}");
        Text(Map(Definition(""), "\"via\":\"s\""), "channel").ShouldBe("sms");
        Text(Map(Definition(""), "\"via\":\"fax\""), "channel").ShouldBe("fax");
        Map(Definition(", otherwise: reject"), "\"via\":\"fax\"").SingleRejection().Reason.ShouldBe(RejectionReason.BadValue);
        Map(Definition(", otherwise: drop"), "\"via\":\"fax\"").SingleRejection().Reason.ShouldBe(RejectionReason.MissingField);
    }

    [Fact]
    public void the_first_rule_that_holds_gives_the_event_type()
    {
        string definition = Feeds.With("event_type", """
            event_type:
              - { when: { path: test, equals: "true" }, ignore: true }
              - { when: { path: kind, in: [click, "link click"] }, type: clicked }
              - { when: { all: [ { path: kind, starts_with: Bounce, ignore_case: true }, { not: { path: soft, exists: true } } ] }, type: bounced }
              - { when: { any: [ { path: code, equals: 7 }, { path: kind, equals: OPEN, ignore_case: true } ] }, type: opened }
              - { when: { path: ref, exists: true }, path: ref.kind, map: { a: replied }, otherwise: keep }
            """);
        Type(definition, "\"kind\":\"link click\"").ShouldBe("clicked");
        Type(definition, "\"kind\":\"bounce_hard\"").ShouldBe("bounced");
        Type(definition, "\"kind\":\"open\"").ShouldBe("opened");
        Type(definition, "\"kind\":\"x\",\"code\":7").ShouldBe("opened");
        Type(definition, "\"kind\":\"x\",\"ref\":{\"kind\":\"a\"}").ShouldBe("replied");
        Type(definition, "\"kind\":\"x\",\"ref\":{\"kind\":\"Product Viewed (Web)\"}").ShouldBe("product_viewed_web");
        Type(definition, "\"kind\":\"bounce\",\"soft\":1").ShouldBe("rejected no_rule_matched");
        Type(definition, "\"kind\":\"click\",\"test\":true").ShouldBe("ignored");
        Type(definition, "\"kind\":7.5").ShouldBe("rejected no_rule_matched");
    }

    [Fact]
    public void a_mapped_event_type_keeps_ignores_or_rejects_the_rest()
    {
        string Definition(string otherwise) => Feeds.With("event_type", $"event_type: {{ path: kind, map: {{ click: clicked }}, otherwise: {otherwise} }}");
        Type(Definition("keep"), "\"kind\":\"click\"").ShouldBe("clicked");
        Type(Definition("keep"), "\"kind\":\"Opened Email\"").ShouldBe("opened_email");
        Type(Definition("keep"), "\"kind\":\"???\"").ShouldBe("rejected bad_value");
        Type(Definition("ignore"), "\"kind\":\"Opened Email\"").ShouldBe("ignored");
        Type(Definition("reject"), "\"kind\":\"Opened Email\"").ShouldBe("rejected bad_value");
        Type(Definition("ignore"), "\"kind\":\"\"").ShouldBe("rejected missing_field");
    }

    [Fact]
    public void ignored_events_leave_no_dead_letter()
    {
        string definition = Feeds.Plus("ignore: [{ path: kind, equals: heartbeat }]");
        Recorder recorder = Recorder.MapJson(definition, """{"kind":"heartbeat"}""");
        recorder.Ignored.ShouldBe([0]);
        recorder.Count.ShouldBe(1);
    }

    [Fact]
    public void split_finds_the_events_of_a_document()
    {
        string definition = Feeds.Plus("split: data.events\nprovider_note: x").Replace("provider_note: x", "campaign_id: $.account", StringComparison.Ordinal);
        const string document = """
            {"account":"acme","data":{"events":[
              {"id":"1","kind":"clicked","ts":1772359200},
              {"id":"2","kind":"clicked"},
              7,
              {"id":"4","kind":"opened","ts":1772359200}],"more":1}}
            """;
        Recorder recorder = Recorder.MapJson(definition, document);
        recorder.EventIndexes.ShouldBe([0, 3]);
        recorder.Events[1].ShouldContain("\"campaign_id\":\"acme\"");
        recorder.Rejections.Select(rejection => (rejection.Index, rejection.Reason, rejection.Path)).ShouldBe(
            [(1, RejectionReason.MissingField, "data.events[1].ts"), (2, RejectionReason.NotAnObject, "data.events[2]")]);
        Rejection second = recorder.Rejections[0];
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(document).AsSpan(second.RawStart, second.RawLength)).ShouldBe("{\"id\":\"2\",\"kind\":\"clicked\"}");
    }

    [Fact]
    public void fields_of_the_document_may_follow_the_events()
    {
        string definition = Feeds.Plus("split: events\ncampaign_id: $.account.id");
        Text(Recorder.MapJson(definition, "{\"events\":[{" + Event + "}],\"account\":{\"id\":42}}"), "campaign_id").ShouldBe("42");
    }

    [Theory]
    [InlineData("{}", RejectionReason.MissingField)]
    [InlineData("{\"events\":null}", RejectionReason.MissingField)]
    [InlineData("{\"events\":{}}", RejectionReason.WrongType)]
    [InlineData("{\"events\":[],\"events\":[]}", RejectionReason.DuplicateKey)]
    [InlineData("[]", RejectionReason.MissingField)]
    public void a_document_without_its_array_is_one_dead_letter(string document, RejectionReason reason)
    {
        Rejection rejection = Recorder.MapJson(Feeds.Plus("split: events"), document).SingleRejection();
        rejection.Reason.ShouldBe(reason);
        (rejection.Index, rejection.RawLength).ShouldBe((-1, document.Length));
    }

    [Fact]
    public void an_empty_array_has_no_events() =>
        Recorder.MapJson(Feeds.Plus("split: events"), "{\"events\":[]}").Count.ShouldBe(0);

    [Fact]
    public void a_document_may_be_the_array_itself()
    {
        string definition = Feeds.Plus("split: $");
        Recorder.MapJson(definition, $"[{{{Event}}},{{{Event}}}]").Events.Count.ShouldBe(2);
        Recorder.MapJson(definition, $"{{{Event}}}").Events.Count.ShouldBe(1);
    }

    [Fact]
    public void an_event_id_is_derived_from_the_fields_that_make_it_unique()
    {
        string definition = Feeds.With("event_id", "event_id: { hash: [user.mail, ts, kind, none] }");
        byte[] Part(string text) => [0, 0, 0, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];
        byte[] message = [.. Part("ä@x"), .. Part("1772359200"), .. Part("clicked"), 255, 255, 255, 255];
        string expected = "h_" + Convert.ToHexStringLower(SHA256.HashData(message))[..32];
        Text(Map(definition, "\"user\":{\"mail\":\"\\u00e4@x\"}"), "event_id").ShouldBe(expected);
        Recorder.MapJson(definition, "{\"kind\":\"clicked\"}").SingleRejection().Reason.ShouldBe(RejectionReason.MissingField);
    }

    [Fact]
    public void fields_that_read_the_same_in_a_row_have_different_ids()
    {
        string definition = Feeds.With("event_id", "event_id: { hash: [a, b] }");
        string[] ids = [.. ((string[])["\"a\":\"xy\",\"b\":\"z\"", "\"a\":\"x\",\"b\":\"yz\"", "\"a\":\"xyz\"", "\"b\":\"xyz\""])
            .Select(fields => Text(Map(definition, fields), "event_id"))];
        ids.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void identifiers_come_from_fields_and_from_lists_of_plain_values()
    {
        string definition = Feeds.Plus("""
            default_country: DE
            identifiers:
              - { type: email, path: mail }
              - { type: phone, first_of: [mobile, landline] }
              - { type: shopify_customer_id, path: shop.customer, source: { path: shop.domain } }
              - { type: klaviyo_id, path: k, source: eu, transform: [{ prefix: 'k' }] }
              - { each: devices, type: device_id, value: . }
              - { each: refs, type: { path: t, map: { esp: esp_user_id } }, source: { path: s }, value: v }
            """);
        JsonElement mapped = Map(definition, """
            "mail":"Ann@Example.com","landline":"030 1234567","shop":{"customer":9007199254740993,"domain":"a.shop"},"k":7,
            "devices":["d1","d2"],"refs":[{"t":"esp","s":"x","v":"1"},{"t":"cookie_id","v":"2"}]
            """).SingleEvent();
        mapped.GetProperty("identifiers").EnumerateArray().Select(identifier =>
            $"{identifier.GetProperty("type")}@{identifier.GetProperty("source")}={identifier.GetProperty("value")}").ShouldBe(
        [
            "email_hash@default=71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476",
            "phone_number@default=+49301234567",
            "shopify_customer_id@a.shop=9007199254740993",
            "klaviyo_id@eu=k7",
            "device_id@default=d1",
            "device_id@default=d2",
            "esp_user_id@x=1",
            "cookie_id@default=2",
        ]);
    }

    [Fact]
    public void an_absent_identifier_is_no_fault_and_an_invalid_one_is_by_default()
    {
        string Definition(string invalid) => Feeds.Plus($"identifiers: [{{ type: phone, path: phone{invalid} }}, {{ type: email, path: mail }}]");
        Map(Definition(""), "\"mail\":\"\",\"phone\":null").SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(0);
        Rejection rejection = Map(Definition(""), "\"phone\":\"12\"").SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((RejectionReason.BadIdentifier, "phone"));
        Recorder dropped = Map(Definition(", invalid: drop"), "\"phone\":\"12\",\"mail\":\"ann@example.com\"");
        dropped.SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(1);
        dropped.Dropped.ShouldBe([new DroppedIdentifier("phone_number", IdentifierProblem.CountryNeeded)]);
    }

    [Fact]
    public void a_national_number_takes_the_nearest_country()
    {
        Recorder Mapped(string lines, string? deployment) =>
            Recorder.MapJson(Feeds.Plus(lines), "{" + Event + ",\"p\":\"030 1234567\"}", deployment);
        Mapped("identifiers: [{ type: phone, path: p, country: DE }]\ndefault_country: ES", "FR").Events[0].ShouldContain("+49301234567");
        Mapped("identifiers: [{ type: phone, path: p }]\ndefault_country: DE", "FR").Events[0].ShouldContain("+49301234567");
        Mapped("identifiers: [{ type: phone, path: p }]", "DE").Events[0].ShouldContain("+49301234567");
        Mapped("identifiers: [{ type: phone, path: p }]", null).SingleRejection().Reason.ShouldBe(RejectionReason.BadIdentifier);
    }

    [Fact]
    public void an_unknown_country_of_the_deployment_is_refused_before_any_event() =>
        Should.Throw<ArgumentException>(() => Recorder.MapJson(Feeds.Minimal, "{}", "XX")).Message
            .ShouldStartWith("The default country 'XX' is not known; known are AE, AF,");

    [Fact]
    public void machine_flags_come_from_rules_or_from_a_field()
    {
        string rules = Feeds.Plus("""
            machine:
              - { flag: scanner, when: { path: ua, starts_with: Scan } }
              - { flag: prefetch, when: { path: proxy, equals: "true" } }
            """);
        Map(rules, "\"ua\":\"Scanner 1\"").Events[0].ShouldContain("\"machine\":\"scanner\"");
        Map(rules, "\"proxy\":true").Events[0].ShouldContain("\"machine\":\"prefetch\"");
        Map(rules, "\"ua\":\"Mozilla\"").Events[0].ShouldNotContain("machine");
        string field = Feeds.Plus("machine: { path: bot, map: { yes: scanner, no: none }, otherwise: reject }");
        Map(field, "\"bot\":\"yes\"").Events[0].ShouldContain("\"machine\":\"scanner\"");
        Map(field, "\"bot\":\"no\"").Events[0].ShouldNotContain("machine");
        Map(field, "\"bot\":\"maybe\"").SingleRejection().Reason.ShouldBe(RejectionReason.BadValue);
    }

    [Fact]
    public void attributes_are_named_or_taken_by_prefix()
    {
        string definition = Feeds.Plus("""
            attributes:
              url: click.url
              utm_source: { path: src, transform: [uppercase] }
            attributes_from:
              - { prefix: utm_ }
              - { path: extra }
            """);
        JsonElement attributes = Map(definition, """
            "click":{"url":"https://x"},"src":"mail","utm_source":"lost","utm_medium":"email","utm_n":1.50,"utm_b":true,
            "utm_null":null,"utm_o":{"a":1},"other":"x","extra":{"a":"1","b":[1]}
            """).SingleEvent().GetProperty("attributes");
        attributes.EnumerateObject().Select(member => $"{member.Name}={member.Value}").ShouldBe(
            ["url=https://x", "utm_source=MAIL", "utm_medium=email", "utm_n=1.50", "utm_b=true", "a=1"]);
    }

    [Fact]
    public void strict_definitions_refuse_fields_they_do_not_name()
    {
        string definition = Feeds.Plus("unknown_fields: reject\nmessage_id: a.b\nattributes_from: [{ path: x, prefix: p_ }]");
        Map(definition, "\"a\":{\"b\":1},\"x\":{\"p_1\":1}").Events.Count.ShouldBe(1);
        Map(definition, "\"a\":{\"b\":1,\"c\":2}").SingleRejection().Path.ShouldBe("a.c");
        Map(definition, "\"x\":{\"q\":2}").SingleRejection().Path.ShouldBe("x.q");
        Map(definition, "\"y\":{\"q\":2}").SingleRejection().Path.ShouldBe("y");
        Map(definition, "\"secret\\u0000name\":2").SingleRejection().Path.ShouldBe("secret\\u0000name");
    }

    [Fact]
    public void a_key_twice_is_noticed_across_a_list_between()
    {
        string definition = Feeds.Plus("identifiers: [{ each: ids, type: cookie_id, value: v }]\nattributes_from: [{ prefix: u_ }]");
        Recorder.MapJson(definition, "{" + Event + ",\"ids\":[{\"v\":\"a\"},{\"v\":\"b\"}],\"id\":\"e2\"}")
            .SingleRejection().Path.ShouldBe("id");
        Recorder.MapJson(definition, "{" + Event + ",\"ids\":[{\"v\":\"a\"}],\"u_\":{\"ids\":1}}").Events.Count.ShouldBe(1);
    }

    [Fact]
    public void keys_may_come_in_any_order_and_with_escapes()
    {
        const int seed = 17;
        Random random = new(seed);
        string definition = Feeds.Plus("message_id: m\ncampaign_id: c.d");
        string[] members = ["\"id\":\"e1\"", "\"kind\":\"clicked\"", "\"ts\":1772359200", "\"m\":\"1\"", "\"c\":{\"d\":\"2\",\"e\":3}", "\"z\":[{\"m\":5}]", "\"\\u0063x\":1"];
        SendFlowr.Connectors.Definitions.ConnectorDefinition loaded = SendFlowr.Connectors.Definitions.ConnectorDefinitionLoader.Load(definition, "t");
        IEventMapper mapper = new MapperFactory(loaded, new MapperOptions()).CreateJson();
        Recorder recorder = new();
        for (int round = 0; round < 200; round++)
        {
            random.Shuffle(members);
            mapper.Map(Encoding.UTF8.GetBytes("{" + string.Join(',', members) + "}"), Recorder.ReceivedAt, recorder);
        }

        recorder.Events.Distinct().Count().ShouldBe(1, $"seed {seed}");
        recorder.Events.Count.ShouldBe(200);
    }

    private static Recorder Map(string definition, string fields)
    {
        string own = string.Join(',', Event.Split(',').Where(field => !fields.Contains(field.Split(':')[0] + ":", StringComparison.Ordinal)));
        return Recorder.MapJson(definition, $"{{{own},{fields}}}");
    }

    private static string Text(Recorder recorder, string field) => recorder.SingleEvent().GetProperty(field).GetString()!;

    private static string Type(string definition, string fields)
    {
        Recorder recorder = Map(definition, fields);
        recorder.Count.ShouldBe(1);
        return recorder.Events.Count > 0 ? Text(recorder, "event_type")
            : recorder.Ignored.Count > 0 ? "ignored"
            : $"rejected {recorder.Rejections[0].Reason.Text()}";
    }
}
