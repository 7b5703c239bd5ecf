using System.Text.Json;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Tests.Mapping;

public class CanonicalConnectorTests
{
    private const string Ann = "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";

    private const string Required =
        "\"event_id\":\"e1\",\"event_type\":\"clicked\",\"occurred_at\":\"2026-03-01T10:00:00Z\",\"provider\":\"p\",\"channel\":\"email\"";

    [Fact]
    public void a_full_event_comes_out_as_it_went_in()
    {
        string full = $$$"""{"event_id":"e1","event_type":"clicked","occurred_at":"2026-03-01T10:00:00.123Z","provider":"klaviyo","channel":"email","identifiers":[{"type":"email_hash","source":"default","value":"{{{Ann}}}"},{"type":"shopify_customer_id","source":"eu","value":"9007199254740993"}],"request_id":"r","message_id":"m","campaign_id":"c","campaign_type":"promo","sent_at":"2026-03-01T09:00:00Z","delivered_at":"2026-03-01T08:59:59Z","machine":"scanner","utc_offset_minutes":-330,"time_zone":"Europe/Berlin","attributes":{"url":"https://x","note":"ä \" \\ /"}}""";
        Recorder.MapCanonical(full).SingleEvent().GetRawText().ShouldBe(full);
    }

    [Fact]
    public void the_required_fields_are_enough()
    {
        JsonElement mapped = Recorder.MapCanonical("{" + Required + "}").SingleEvent();
        mapped.GetProperty("identifiers").GetArrayLength().ShouldBe(0);
        mapped.TryGetProperty("machine", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("email", " Ann@Example.com ", "email_hash", Ann)]
    [InlineData("email_hash", "71D4F55F72FA128DFB468A1A3901507C804B74316488744D769D7F4B16696476", "email_hash", Ann)]
    [InlineData("phone", "+1 (415) 555-0123", "phone_number", "+14155550123")]
    [InlineData("phone_number", "+1 (415) 555-0123", "phone_number", "+14155550123")]
    [InlineData("cookie_id", " abc ", "cookie_id", "abc")]
    public void identifiers_are_normalized_on_entry(string type, string value, string expectedType, string expected)
    {
        JsonElement identifier = Identifiers($$"""[{"type":"{{type}}","value":"{{value}}"}]""").SingleEvent().GetProperty("identifiers")[0];
        identifier.GetProperty("type").GetString().ShouldBe(expectedType);
        identifier.GetProperty("source").GetString().ShouldBe("default");
        identifier.GetProperty("value").GetString().ShouldBe(expected);
    }

    [Fact]
    public void a_whole_number_keeps_its_digits()
    {
        JsonElement mapped = Recorder.MapCanonical(
            """{"event_id":18446744073709551617,"event_type":"clicked","occurred_at":1772359200123,"provider":"p","channel":"email","identifiers":[{"type":"shopify_customer_id","value":9007199254740993}]}""").SingleEvent();
        mapped.GetProperty("event_id").GetString().ShouldBe("18446744073709551617");
        mapped.GetProperty("identifiers")[0].GetProperty("value").GetString().ShouldBe("9007199254740993");
        mapped.GetProperty("occurred_at").GetString().ShouldBe("2026-03-01T10:00:00.123Z");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    [InlineData("\"  \"")]
    [InlineData("\"[object Object]\"")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")]
    public void a_blocked_value_is_dropped_and_the_event_flows(string value)
    {
        Recorder recorder = Identifiers($$"""[{"type":"email_hash","value":{{value}}},{"type":"cookie_id","value":"c"}]""");
        recorder.SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(1);
        recorder.Dropped.ShouldBe([new DroppedIdentifier("email_hash", IdentifierProblem.Blocked)]);
    }

    [Theory]
    [InlineData("""[{"type":"email","value":"secret"}]""", RejectionReason.BadIdentifier, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":"a"},{"type":"email_hash","value":"abc"}]""", RejectionReason.BadIdentifier, "identifiers[1].value")]
    [InlineData("""[{"type":"phone","value":"0151 1234567"}]""", RejectionReason.BadIdentifier, "identifiers[0].value")]
    [InlineData("""[{"type":"mail","value":"a"}]""", RejectionReason.BadIdentifier, "identifiers[0].type")]
    [InlineData("""[{"value":"a"}]""", RejectionReason.MissingField, "identifiers[0].type")]
    [InlineData("""[{"type":"email"}]""", RejectionReason.MissingField, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":1.5}]""", RejectionReason.WrongType, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":1e3}]""", RejectionReason.WrongType, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":true}]""", RejectionReason.WrongType, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":{"a":1}}]""", RejectionReason.WrongType, "identifiers[0].value")]
    [InlineData("""[{"type":"cookie_id","value":"a","sorce":"x"}]""", RejectionReason.UnknownField, "identifiers[0].sorce")]
    [InlineData("""[{"type":"cookie_id","value":"a"},{"type":"cookie_id","value":"b","value":"c"}]""", RejectionReason.DuplicateKey, "identifiers[1].value")]
    [InlineData("""["a"]""", RejectionReason.WrongType, "identifiers[0]")]
    [InlineData("""{"type":"cookie_id"}""", RejectionReason.WrongType, "identifiers")]
    [InlineData("\"a\"", RejectionReason.WrongType, "identifiers")]
    public void a_bad_identifier_is_a_dead_letter_with_its_path(string identifiers, RejectionReason reason, string path)
    {
        Rejection rejection = Identifiers(identifiers).SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((reason, path), rejection.Detail);
        rejection.Detail.ShouldNotContain("secret");
    }

    [Fact]
    public void identifiers_have_a_limit_and_repeated_ones_count_once()
    {
        string Items(int count, string value) => "[" + string.Join(',', Enumerable.Range(0, count).Select(i =>
            $$"""{"type":"cookie_id","value":"{{(value.Length > 0 ? value : "c" + i)}}"}""")) + "]";
        Identifiers(Items(16, "")).SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(16);
        Identifiers(Items(17, "")).SingleRejection().Reason.ShouldBe(RejectionReason.TooLarge);
        Identifiers(Items(3, "same")).SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(1);
        Identifiers("null").SingleEvent().GetProperty("identifiers").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("event_id", "\"\"", RejectionReason.MissingField)]
    [InlineData("event_id", "null", RejectionReason.MissingField)]
    [InlineData("event_id", "1.5", RejectionReason.WrongType)]
    [InlineData("event_id", "[1]", RejectionReason.WrongType)]
    [InlineData("event_id", "\"a\\u0000b\"", RejectionReason.BadValue)]
    [InlineData("event_id", "\"a\\ud800b\"", RejectionReason.MalformedJson)]
    [InlineData("event_type", "\"Clicked\"", RejectionReason.BadValue)]
    [InlineData("event_type", "\"1click\"", RejectionReason.BadValue)]
    [InlineData("event_type", "7", RejectionReason.BadValue)]
    [InlineData("occurred_at", "\"yesterday\"", RejectionReason.BadTime)]
    [InlineData("occurred_at", "\"2026-03-01T10:00:00\"", RejectionReason.BadTime)]
    [InlineData("occurred_at", "1772359200", RejectionReason.BadTime)]
    [InlineData("occurred_at", "1772359200123.5", RejectionReason.BadTime)]
    [InlineData("occurred_at", "1.7e12", RejectionReason.BadTime)]
    [InlineData("occurred_at", "true", RejectionReason.WrongType)]
    [InlineData("occurred_at", "{}", RejectionReason.WrongType)]
    [InlineData("occurred_at", "\"1999-12-31T23:59:59Z\"", RejectionReason.TimeOutOfRange)]
    [InlineData("occurred_at", "\"9999-12-31T23:59:59Z\"", RejectionReason.TimeOutOfRange)]
    [InlineData("occurred_at", "9223372036854775807", RejectionReason.TimeOutOfRange)]
    [InlineData("occurred_at", "99999999999999999999", RejectionReason.BadTime)]
    [InlineData("provider", "null", RejectionReason.MissingField)]
    [InlineData("channel", "[]", RejectionReason.WrongType)]
    public void a_bad_required_field_is_a_dead_letter_with_its_name(string field, string value, RejectionReason reason)
    {
        string document = "{" + string.Join(',', Required.Split(",\"").Select((part, index) =>
            (index == 0 ? part : "\"" + part).StartsWith($"\"{field}\":", StringComparison.Ordinal) ? $"\"{field}\":{value}" : index == 0 ? part : "\"" + part)) + "}";
        Rejection rejection = Recorder.MapCanonical(document).SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((reason, field), rejection.Detail);
    }

    [Theory]
    [InlineData("event_id")]
    [InlineData("event_type")]
    [InlineData("occurred_at")]
    [InlineData("provider")]
    [InlineData("channel")]
    public void an_absent_required_field_is_named(string field)
    {
        string document = "{" + string.Join(',', Required.Split(",\"").Select((part, index) => index == 0 ? part : "\"" + part)
            .Where(part => !part.StartsWith($"\"{field}\"", StringComparison.Ordinal))) + "}";
        Rejection rejection = Recorder.MapCanonical(document).SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((RejectionReason.MissingField, field));
        rejection.Detail.ShouldBe($"{field} is required and is absent, null or empty");
    }

    [Theory]
    [InlineData("\"machine\":\"robot\"", RejectionReason.BadValue, "machine")]
    [InlineData("\"utc_offset_minutes\":1081", RejectionReason.BadValue, "utc_offset_minutes")]
    [InlineData("\"utc_offset_minutes\":\"x\"", RejectionReason.BadValue, "utc_offset_minutes")]
    [InlineData("\"utc_offset_minutes\":60.5", RejectionReason.WrongType, "utc_offset_minutes")]
    [InlineData("\"time_zone\":\"Europe/Berln\"", RejectionReason.BadValue, "time_zone")]
    [InlineData("\"time_zone\":\"Mitteleuropäische Zeit\"", RejectionReason.BadValue, "time_zone")]
    [InlineData("\"sent_at\":\"soon\"", RejectionReason.BadTime, "sent_at")]
    [InlineData("\"delivered_at\":\"1999-01-01T00:00:00Z\"", RejectionReason.TimeOutOfRange, "delivered_at")]
    [InlineData("\"colour\":\"red\"", RejectionReason.UnknownField, "colour")]
    [InlineData("\"colour\":[{\"a\":[1,2]}],\"provider\":\"q\"", RejectionReason.UnknownField, "colour")]
    [InlineData("\"provider\":\"q\"", RejectionReason.DuplicateKey, "provider")]
    [InlineData("\"pro\\u0076ider\":\"q\"", RejectionReason.DuplicateKey, "provider")]
    [InlineData("\"attributes\":{\"a\":1}", RejectionReason.WrongType, "attributes.a")]
    [InlineData("\"attributes\":{\"a\":true}", RejectionReason.WrongType, "attributes.a")]
    [InlineData("\"attributes\":{\"a\":null}", RejectionReason.WrongType, "attributes.a")]
    [InlineData("\"attributes\":{\"a\":{\"b\":\"c\"}}", RejectionReason.WrongType, "attributes.a")]
    [InlineData("\"attributes\":{\"a\":\"1\",\"a\":\"2\"}", RejectionReason.DuplicateKey, "attributes.a")]
    [InlineData("\"attributes\":{\"a\":\"1\",\"\\u0061\":\"2\"}", RejectionReason.DuplicateKey, "attributes.a")]
    [InlineData("\"attributes\":[]", RejectionReason.WrongType, "attributes")]
    public void a_bad_optional_field_is_a_dead_letter_with_its_path(string field, RejectionReason reason, string path)
    {
        Rejection rejection = Recorder.MapCanonical($"{{{Required},{field}}}").SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((reason, path), rejection.Detail);
    }

    [Fact]
    public void seconds_for_milliseconds_get_a_hint() =>
        Recorder.MapCanonical("""{"event_id":"e","event_type":"clicked","occurred_at":1772359200,"provider":"p","channel":"email"}""")
            .SingleRejection().Detail.ShouldBe("occurred_at has 10 digits or fewer: milliseconds, not seconds");

    [Fact]
    public void the_future_begins_24_hours_after_receipt()
    {
        string At(long milliseconds) =>
            $$"""{"event_id":"e","event_type":"clicked","occurred_at":{{milliseconds}},"provider":"p","channel":"email"}""";
        const long bound = Recorder.ReceivedAt + (24L * 3600 * 1000);
        Recorder.MapCanonical(At(bound)).SingleEvent();
        Recorder.MapCanonical(At(bound + 1)).SingleRejection().Reason.ShouldBe(RejectionReason.TimeOutOfRange);
        Recorder.MapCanonical(At(946_684_800_000)).SingleEvent();
        Recorder.MapCanonical(At(946_684_799_999)).SingleRejection().Reason.ShouldBe(RejectionReason.TimeOutOfRange);
    }

    [Fact]
    public void an_unknown_event_type_is_kept() =>
        Recorder.MapCanonical("{" + Required.Replace("clicked", "loyalty_point_earned", StringComparison.Ordinal) + "}")
            .SingleEvent().GetProperty("event_type").GetString().ShouldBe("loyalty_point_earned");

    [Theory]
    [InlineData("event_id", 256)]
    [InlineData("message_id", 256)]
    [InlineData("request_id", 128)]
    [InlineData("campaign_id", 256)]
    [InlineData("provider", 64)]
    public void texts_have_limits(string field, int limit)
    {
        string Document(int length) => "{" + string.Join(',',
            Required.Split(",\"").Select((part, index) => index == 0 ? part : "\"" + part)
                .Where(part => !part.StartsWith($"\"{field}\"", StringComparison.Ordinal))
                .Append($"\"{field}\":\"{new string('x', length)}\"")) + "}";
        Recorder.MapCanonical(Document(limit)).SingleEvent();
        Rejection rejection = Recorder.MapCanonical(Document(limit + 1)).SingleRejection();
        (rejection.Reason, rejection.Path).ShouldBe((RejectionReason.TooLarge, field));
    }

    [Fact]
    public void attributes_have_limits()
    {
        string Document(int count, int nameLength, int valueLength) => $"{{{Required},\"attributes\":{{" + string.Join(',',
            Enumerable.Range(0, count).Select(i => $"\"{i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(nameLength, 'n')}\":\"{new string('v', valueLength)}\"")) + "}}";
        Recorder.MapCanonical(Document(64, 4, 1)).SingleEvent().GetProperty("attributes").EnumerateObject().Count().ShouldBe(64);
        Recorder.MapCanonical(Document(65, 4, 1)).SingleRejection().Reason.ShouldBe(RejectionReason.TooLarge);
        Recorder.MapCanonical(Document(1, 128, 4096)).SingleEvent();
        Recorder.MapCanonical(Document(1, 129, 1)).SingleRejection().Reason.ShouldBe(RejectionReason.TooLarge);
        Recorder.MapCanonical(Document(1, 4, 4097)).SingleRejection().Reason.ShouldBe(RejectionReason.TooLarge);
    }

    [Theory]
    [InlineData("{", RejectionReason.MalformedJson)]
    [InlineData("", RejectionReason.MalformedJson)]
    [InlineData("{} {}", RejectionReason.MalformedJson)]
    [InlineData("{\"event_id\":NaN}", RejectionReason.MalformedJson)]
    [InlineData("{\"a\":01}", RejectionReason.MalformedJson)]
    [InlineData("{\"a\":1,}", RejectionReason.MalformedJson)]
    [InlineData("nonsense", RejectionReason.MalformedJson)]
    [InlineData("[]", RejectionReason.NotAnObject)]
    [InlineData("123", RejectionReason.NotAnObject)]
    [InlineData("\"text\"", RejectionReason.NotAnObject)]
    [InlineData("null", RejectionReason.NotAnObject)]
    public void what_is_no_object_is_one_dead_letter(string document, RejectionReason reason)
    {
        Rejection rejection = Recorder.MapCanonical(document).SingleRejection();
        (rejection.Reason, rejection.Index, rejection.RawStart, rejection.RawLength).ShouldBe((reason, -1, 0, document.Length));
    }

    [Fact]
    public void depth_has_a_limit()
    {
        Recorder.MapCanonical("{\"x\":" + new string('[', 80) + new string(']', 80) + "}").SingleRejection().Reason.ShouldBe(RejectionReason.TooDeep);
        Recorder.MapCanonical("{\"x\":" + new string('[', 60) + new string(']', 60) + "}").SingleRejection().Reason.ShouldBe(RejectionReason.UnknownField);
    }

    [Fact]
    public void bytes_that_are_not_utf8_are_one_dead_letter() =>
        Recorder.MapJson(
            SendFlowr.Connectors.Catalog.ConnectorCatalog.Find("canonical").Definition, [.. "{\"event_id\":\""u8, 0xC3, 0x28, .. "\"}"u8])
            .SingleRejection().Reason.ShouldBe(RejectionReason.NotUtf8);

    private static Recorder Identifiers(string identifiers) => Recorder.MapCanonical($"{{{Required},\"identifiers\":{identifiers}}}");
}
