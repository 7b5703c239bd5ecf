using System.Globalization;
using System.Text;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Requests;

public sealed class RequestJsonTests(ITestOutputHelper output)
{
    private const string Minimal = """{"request_id":"r1","email":"ann@example.com"}""";

    /// <summary>2026-03-01T12:00:00Z.</summary>
    private static readonly Timestamp Now = new(1_772_366_400_000);

    private static SendRequest? Read(string json, out FieldProblem? problem, bool byHttp = true) =>
        RequestJson.Read(Encoding.UTF8.GetBytes(json), new RequestReceiptContext { Received = Now, ByHttp = byHttp }, out problem);

    private static SendRequest Good(string json) => Read(json, out FieldProblem? problem) ?? throw new InvalidOperationException(problem!.Detail);

    private static string With(string field) => $$"""{"request_id":"r1","email":"ann@example.com",{{field}}}""";

    [Fact]
    public void everything_left_out_has_its_default()
    {
        SendRequest request = Good(Minimal);
        request.Recipient.ShouldBe([new RequestedIdentifier("email", "default", "ann@example.com")]);
        request.Channel.ShouldBe("email");
        request.Provider.ShouldBe("");
        request.Urgent.ShouldBeFalse();
        request.Arm.ShouldBe(DecisionArm.MinuteLatency);
        request.Resolution.ShouldBe(DecisionResolution.Minute);
        request.Metadata.ShouldBeEmpty();
        request.WindowOf(Now).ShouldBe(new TimingWindow(Now, Now.Plus(TimeSpan.FromDays(7))));
    }

    [Fact]
    public void every_field_is_read()
    {
        SendRequest request = Good("""
            {"request_id":"r1","identifiers":[{"type":"shopify_customer_id","source":"eu","value":"7"},{"type":"email","value":"a@b.co"}],
             "klaviyo_id":"K1","channel":"sms","provider":"sendgrid","campaign_id":"c","campaign_type":"t","template":"x","priority":"urgent",
             "send_after":"2026-03-01T13:00:00+01:00","send_before":1772373600000,"resolution":"hour","arm":"fixed",
             "latency_estimate_seconds":1.5,"metadata":{"z":"","a":"\u00e4"}}
            """);
        request.Recipient.Select(identifier => $"{identifier.Type}@{identifier.Source}={identifier.Value}")
            .ShouldBe(["shopify_customer_id@eu=7", "email@default=a@b.co", "klaviyo_id@default=K1"]);
        request.SendAfter.ShouldBe(Now);
        request.SendBefore.ShouldBe(new Timestamp(1_772_373_600_000));
        (request.Channel, request.Provider, request.CampaignId, request.CampaignType, request.Template).ShouldBe(("sms", "sendgrid", "c", "t", "x"));
        (request.Urgent, request.Arm, request.Resolution, request.LatencyHintSeconds).ShouldBe((true, DecisionArm.Fixed, DecisionResolution.Hour, 1.5));
        request.Metadata.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["a=ä", "z="]);
    }

    [Theory]
    [InlineData("{\"request_id\":\"r1\"}", RejectionReason.MissingField, "identifiers", "email")]
    [InlineData("{\"email\":\"ann@example.com\"}", RejectionReason.MissingField, "request_id", "required")]
    [InlineData("{\"request_id\":\"\",\"email\":\"ann@example.com\"}", RejectionReason.MissingField, "request_id", "empty")]
    [InlineData("{\"request_id\":7,\"email\":\"ann@example.com\"}", RejectionReason.WrongType, "request_id", "give a text")]
    [InlineData("{\"request_id\":\"r1\",\"request_id\":\"r1\",\"email\":\"a@b.co\"}", RejectionReason.DuplicateKey, "request_id", "once")]
    [InlineData("{\"request_id\":\"r1\",\"email\":\"not an address\"}", RejectionReason.BadIdentifier, "email", "name@domain")]
    [InlineData("{\"request_id\":\"r1\",\"email\":\"a@b.co\",\"email_hash\":\"00\"}", RejectionReason.BadIdentifier, "email_hash", "64 hex digits")]
    [InlineData("{\"request_id\":\"r1\",\"universal_id\":\"sf_1\"}", RejectionReason.BadIdentifier, "universal_id", "32 hex digits")]
    [InlineData("{\"request_id\":\"r1\",\"identifiers\":[{\"type\":\"shoe\",\"value\":\"1\"}]}", RejectionReason.BadIdentifier, "identifiers.type", "known are")]
    [InlineData("{\"request_id\":\"r1\",\"identifiers\":[{\"type\":\"email\"}]}", RejectionReason.MissingField, "identifiers[0].value", "required")]
    [InlineData("{\"request_id\":\"r1\",\"identifiers\":[1]}", RejectionReason.WrongType, "identifiers[0]", "an object")]
    [InlineData("{\"request_id\":\"r1\",\"identifiers\":{}}", RejectionReason.WrongType, "identifiers", "a list")]
    [InlineData("{\"request_id\":\"r1\",\"identifiers\":[{\"type\":\"email\",\"valu\":\"a@b.co\"}]}", RejectionReason.MissingField, "identifiers[0].value", "required")]
    [InlineData("", RejectionReason.MalformedJson, "", "one whole JSON object")]
    [InlineData("{", RejectionReason.MalformedJson, "", "one whole JSON object")]
    [InlineData("{} {}", RejectionReason.MalformedJson, "", "one whole JSON object")]
    [InlineData("[]", RejectionReason.NotAnObject, "", "braces")]
    [InlineData("7", RejectionReason.NotAnObject, "", "braces")]
    [InlineData("{\"request_id\":\"\\ud800\",\"email\":\"a@b.co\"}", RejectionReason.MalformedJson, "", "surrogate")]
    public void a_bad_body_is_refused_with_field_and_remedy(string json, RejectionReason reason, string field, string remedy)
    {
        Read(json, out FieldProblem? problem).ShouldBeNull();
        problem!.Reason.ShouldBe(reason, problem.Detail);
        problem.Field.ShouldBe(field);
        problem.Detail.ShouldContain(remedy);
        problem.Detail.ShouldNotContain("not an address");
    }

    [Theory]
    [InlineData("\"send_befor\":1", RejectionReason.UnknownField, "send_befor", "did you mean send_before?")]
    [InlineData("\"quux\":1", RejectionReason.UnknownField, "quux", "leave it out")]
    [InlineData("\"send_after\":1772366400", RejectionReason.BadTime, "send_after", "milliseconds, not seconds")]
    [InlineData("\"send_after\":\"2026-03-01\"", RejectionReason.BadTime, "send_after", "RFC 3339 with a zone")]
    [InlineData("\"send_after\":\"2026-03-01T12:00:00\"", RejectionReason.BadTime, "send_after", "RFC 3339 with a zone")]
    [InlineData("\"send_after\":\"2026-02-30T12:00:00Z\"", RejectionReason.BadTime, "send_after", "RFC 3339 with a zone")]
    [InlineData("\"send_after\":1e30", RejectionReason.BadTime, "send_after", "epoch milliseconds")]
    [InlineData("\"send_after\":true", RejectionReason.WrongType, "send_after", "a time")]
    [InlineData("\"channel\":\"\"", RejectionReason.MissingField, "channel", "empty")]
    [InlineData("\"channel\":[]", RejectionReason.WrongType, "channel", "a text")]
    [InlineData("\"channel\":\"a\\u0007b\"", RejectionReason.BadValue, "channel", "control character")]
    [InlineData("\"priority\":\"high\"", RejectionReason.BadValue, "priority", "normal, urgent")]
    [InlineData("\"resolution\":\"second\"", RejectionReason.BadValue, "resolution", "minute, hour")]
    [InlineData("\"arm\":\"none\"", RejectionReason.BadValue, "arm", "minute_latency, minute, hour, fixed")]
    [InlineData("\"latency_estimate_seconds\":-1", RejectionReason.BadValue, "latency_estimate_seconds", "0 to 3600")]
    [InlineData("\"latency_estimate_seconds\":1e999", RejectionReason.BadValue, "latency_estimate_seconds", "0 to 3600")]
    [InlineData("\"latency_estimate_seconds\":\"5\"", RejectionReason.WrongType, "latency_estimate_seconds", "a number")]
    [InlineData("\"metadata\":{\"a\":1}", RejectionReason.WrongType, "metadata.a", "a text")]
    [InlineData("\"metadata\":{\"a\":\"1\",\"a\":\"1\"}", RejectionReason.DuplicateKey, "metadata.a", "once")]
    [InlineData("\"metadata\":[]", RejectionReason.WrongType, "metadata", "an object of texts")]
    [InlineData("\"email_hash\":\"0000000000000000000000000000000000000000000000000000000000000001\"", RejectionReason.BadIdentifier, "email_hash", "one person")]
    [InlineData("\"send_after\":1772380000000,\"send_before\":1772379999999", RejectionReason.WindowInvalid, "send_after, send_before", "before it begins")]
    [InlineData("\"send_before\":1772366399999", RejectionReason.WindowInvalid, "send_after, send_before", "in the future")]
    [InlineData("\"send_before\":1776000000000", RejectionReason.WindowInvalid, "send_after, send_before", "31 days")]
    [InlineData("\"send_after\":1872366400000", RejectionReason.WindowInvalid, "send_after", "366 days")]
    public void a_bad_field_is_refused_with_field_and_remedy(string field, RejectionReason reason, string path, string remedy)
    {
        Read(With(field), out FieldProblem? problem).ShouldBeNull();
        problem!.Reason.ShouldBe(reason, problem.Detail);
        problem.Field.ShouldBe(path);
        problem.Detail.ShouldContain(remedy);
    }

    [Fact]
    public void limits_are_inclusive()
    {
        (string Field, int Most)[] texts =
        [
            ("channel", RequestLimits.ChannelBytes), ("provider", RequestLimits.ProviderBytes), ("campaign_id", RequestLimits.CampaignBytes),
            ("campaign_type", RequestLimits.CampaignBytes), ("template", RequestLimits.TemplateBytes),
        ];
        foreach ((string field, int most) in texts)
        {
            Good(With($"\"{field}\":\"{new string('x', most)}\""));
            Read(With($"\"{field}\":\"{new string('x', most + 1)}\""), out FieldProblem? problem).ShouldBeNull(field);
            problem!.Reason.ShouldBe(RejectionReason.TooLarge);
            problem.Field.ShouldBe(field);
        }

        Good(Minimal.Replace("r1", new string('ä', RequestLimits.RequestIdCharacters), StringComparison.Ordinal));
        Read(Minimal.Replace("r1", new string('x', RequestLimits.RequestIdCharacters + 1), StringComparison.Ordinal), out FieldProblem? id);
        id!.Reason.ShouldBe(RejectionReason.TooLarge);
        string value = new('x', RequestLimits.MetadataBytes - 1);
        Good(With($"\"metadata\":{{\"a\":\"{value}\"}}"));
        Read(With($"\"metadata\":{{\"aa\":\"{value}\"}}"), out FieldProblem? metadata);
        metadata!.Reason.ShouldBe(RejectionReason.TooLarge);
        string[] identifiers = [.. Enumerable.Range(1, RequestLimits.Identifiers + 1).Select(i => $$"""{"type":"device_id","value":"d{{i}}"}""")];
        Good($$"""{"request_id":"r1","identifiers":[{{string.Join(',', identifiers[1..])}}]}""");
        Read($$"""{"request_id":"r1","identifiers":[{{string.Join(',', identifiers)}}]}""", out FieldProblem? many);
        many!.Reason.ShouldBe(RejectionReason.TooLarge);
        Read(With("\"metadata\":" + string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40))), out FieldProblem? deep);
        deep!.Reason.ShouldBe(RejectionReason.TooDeep);
        Read(new string(' ', RequestLimits.RequestBytes + 1), out FieldProblem? large);
        large!.Reason.ShouldBe(RejectionReason.TooLarge);
        RequestJson.Read([0x7B, 0xFF, 0x7D], new RequestReceiptContext { Received = Now }, out FieldProblem? utf8).ShouldBeNull();
        utf8!.Reason.ShouldBe(RejectionReason.NotUtf8);
    }

    [Fact]
    public void from_the_topic_a_window_may_have_passed_but_not_be_upside_down()
    {
        Read(With("\"send_before\":1772366399999"), out FieldProblem? passed, byHttp: false).ShouldNotBeNull(passed?.Detail);
        Read(With("\"send_after\":1772380000000,\"send_before\":1772379999999"), out FieldProblem? reversed, byHttp: false).ShouldBeNull();
        reversed!.Reason.ShouldBe(RejectionReason.WindowInvalid);
    }

    [Fact]
    public void no_damage_to_a_body_ever_throws() => Law.Holds(output, 3000, random =>
    {
        byte[] body = Encoding.UTF8.GetBytes("""
            {"request_id":"r1","identifiers":[{"type":"email","source":"x","value":"a@b.co"}],"send_after":"2026-03-01T13:00:00Z","latency_estimate_seconds":1.5,"metadata":{"z":"\u00e4"}}
            """);
        int kind = random.Next(3);
        if (kind == 0)
        {
            body = body[..random.Next(body.Length)];
        }

        for (int i = random.Next(1, 4); kind > 0 && i > 0; i--)
        {
            body[random.Next(body.Length)] = kind == 1 ? (byte)random.Next(256) : (byte)"{}[]\",:0\\u-e"[random.Next(12)];
        }

        SendRequest? request = RequestJson.Read(body, new RequestReceiptContext { Received = Now, ByHttp = true }, out FieldProblem? problem);
        (request is null).ShouldBe(problem is not null);
        problem?.Detail.Length.ShouldBeLessThan(1000);
    });

    [Fact]
    public void a_request_survives_its_record_and_its_digest_names_its_content() => Law.Holds(output, 300, random =>
    {
        SendRequest request = Random(random);
        Avro.Binary.AvroWriter writer = new();
        RequestCodec.Write(writer, request);
        SendRequest back = RequestCodec.Read(writer.WrittenSpan);
        (back with { Recipient = [], Metadata = [] }).ShouldBe(request with { Recipient = [], Metadata = [] });
        back.Recipient.ShouldBe(request.Recipient);
        back.Metadata.ShouldBe(request.Metadata);
        RequestDigest.ContentOf(back with { ByHttp = !back.ByHttp, Recipient = [.. back.Recipient.Reverse()] }).ShouldBe(RequestDigest.ContentOf(request));
        RequestDigest.ContentOf(back with { Provider = back.Provider + "x" }).ShouldNotBe(RequestDigest.ContentOf(request));
        RequestDigest.ContentOf(back with { SendBefore = new Timestamp(1) }).ShouldNotBe(RequestDigest.ContentOf(request));
    });

    private static SendRequest Random(Random random) => new()
    {
        RequestId = random.Text(1),
        Recipient = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new RequestedIdentifier($"type{i}", random.Text(1), random.Text(1)))],
        Channel = random.Text(1),
        Provider = random.Text(1),
        CampaignId = random.Next(2) == 0 ? null : random.Text(1),
        Template = random.Next(2) == 0 ? null : random.Text(1),
        Urgent = random.Next(2) == 0,
        SendAfter = random.Next(2) == 0 ? null : new Timestamp(random.NextInt64(1L << 41)),
        SendBefore = random.Next(2) == 0 ? null : new Timestamp(random.NextInt64(1L << 41)),
        Resolution = (DecisionResolution)random.Next(2),
        Arm = (DecisionArm)random.Next(4),
        LatencyHintSeconds = random.Next(2) == 0 ? null : random.NextDouble(),
        Metadata = [.. Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), random.Text(1)))],
        ByHttp = random.Next(2) == 0,
    };
}
