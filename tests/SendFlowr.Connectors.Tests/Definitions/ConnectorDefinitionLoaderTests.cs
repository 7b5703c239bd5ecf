using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Tests.Definitions;

public class ConnectorDefinitionLoaderTests
{
    [Fact]
    public void the_minimal_definition_is_enough()
    {
        ConnectorDefinition definition = ConnectorDefinitionLoader.Load(Feeds.Minimal, "shop.yaml");
        definition.Name.ShouldBe("test");
        definition.Version.ShouldBe(1);
        definition.Format.ShouldBeNull();
        definition.RejectUnknownFields.ShouldBeFalse();
        definition.Provider.Constant.ShouldBe("shop");
        definition.Identifiers.ShouldBeEmpty();
    }

    [Fact]
    public void an_empty_mapping_names_every_required_key()
    {
        Errors("{}").ShouldBe(
        [
            "shop.yaml:1:1: connector: this key is required.",
            "shop.yaml:1:1: event_id: this key is required.",
            "shop.yaml:1:1: event_type: this key is required.",
            "shop.yaml:1:1: occurred_at: this key is required.",
            "shop.yaml:1:1: provider: this key is required.",
            "shop.yaml:1:1: channel: this key is required.",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("colour: red", "7:1: unknown key 'colour'; allowed are attributes, attributes_from, campaign_id, campaign_type, channel, connector, csv_delimiter, default_country, delivered_at, description, event_id, event_type, format, identifiers, ignore, machine, message_id, occurred_at, provider, request_id, sent_at, split, time_zone, unknown_fields, utc_offset_minutes, version, zone.")]
    [InlineData("version: two", "7:10: version: expected a whole number from 1 to 2147483647, found 'two'.")]
    [InlineData("format: xml", "7:9: format: 'xml' is not allowed; allowed are ndjson, json, csv.")]
    [InlineData("unknown_fields: maybe", "7:17: unknown_fields: 'maybe' is not allowed; allowed are ignore, reject.")]
    [InlineData("csv_delimiter: '#'", "7:16: csv_delimiter: '#' is not allowed; allowed are \",\", \";\", \"|\" and \"\\t\".")]
    [InlineData("zone: Mars/Olympus", "7:7: zone: 'Mars/Olympus' is not a zone known here; give an IANA name such as Europe/Berlin, an offset such as +02:00, or UTC.")]
    [InlineData("zone: CET", "7:7: zone: 'CET' is not a zone known here; give an IANA name such as Europe/Berlin, an offset such as +02:00, or UTC.")]
    [InlineData("split: a..b", "7:8: split: 'a..b' is not a path: expected a key at character 3; put a key with . [ ] or quotes into quotes.")]
    [InlineData("request_id: [a]", "7:13: request_id: expected a path such as data.email, found a list.")]
    [InlineData("message_id: { path: a, const: b }", "7:13: message_id: give exactly one of path, const, first_of; found 2.")]
    [InlineData("message_id: { path: a, otherwise: drop }", "7:35: message_id.otherwise: says what happens to values a map does not list, and there is no map.")]
    [InlineData("message_id: { path: a, map: { x: y }, otherwise: skip }", "7:50: message_id.otherwise: 'skip' is not allowed; allowed are keep, drop, reject.")]
    [InlineData("message_id: { path: a, transform: [upper] }", "7:36: message_id.transform: 'upper' is not a transform; allowed are trim, lowercase, uppercase, hash_email, e164, { e164: DE }, { prefix: text }, { strip_prefix: text }.")]
    [InlineData("message_id: { path: a, transform: [prefix] }", "7:36: message_id.transform: 'prefix' needs its text, for example { prefix: \"shop-\" }.")]
    [InlineData("message_id: { path: a, transform: [{ round: 2 }] }", "7:38: message_id.transform: 'round' takes no argument or is unknown; with an argument allowed are e164, prefix, strip_prefix.")]
    [InlineData("sent_at: { path: a, format: iso }", "7:29: sent_at.format: 'iso' is not a time format; allowed are rfc3339, unix_s, unix_ms, unix_us, unix_ns or a pattern such as \"dd.MM.yyyy HH:mm:ss\" (year yyyy, month M, day d).")]
    [InlineData("sent_at: { path: a, format: 'dd.MM.yyyy HH:mm' }", "7:29: sent_at.format: times written 'dd.MM.yyyy HH:mm' have no zone, so the definition must say it: add 'zone: Europe/Berlin' (IANA), 'zone: +02:00' or 'zone: UTC' beside the format.")]
    [InlineData("ignore: { path: a }", "7:9: ignore: give exactly one of equals, in, exists, starts_with (or all, any, not); found 0.")]
    [InlineData("ignore: { any: [] }", "7:9: ignore.any: has 0 conditions; 1 to 64 are allowed.")]
    [InlineData("machine: [{ flag: robot }]", "7:19: machine.flag: 'robot' is not allowed; allowed are prefetch, scanner, none.")]
    [InlineData("identifiers: [{ type: mail, path: a }]", "7:23: identifiers.type: 'mail' is not an identifier type; allowed are email_hash, phone_number, oauth_sub, government_id_hash, klaviyo_id, iterable_user_id, esp_user_id, postscript_subscriber_id, attentive_subscriber_id, shopify_customer_id, bigcommerce_customer_id, stripe_customer_id, paypal_payer_id, zendesk_user_id, intercom_user_id, gorgias_customer_id, device_id, cookie_id, browser_fingerprint, ip_address, ip_device_signature, email, phone.")]
    [InlineData("identifiers: [{ type: email }]", "7:15: identifiers: give exactly one of path, const, first_of; found 0.")]
    [InlineData("identifiers: [{ type: email, path: a, transform: hash_email }]", "7:15: identifiers: type email is hashed on entry; remove the transform hash_email, or write type email_hash.")]
    [InlineData("identifiers: [{ each: ids, type: email }]", "7:15: identifiers.value: this key is required.")]
    [InlineData("identifiers: [{ each: $.ids, type: email, value: v }]", "7:15: identifiers.each: names an array within the event; write its path without '$'.")]
    [InlineData("identifiers: [{ type: phone, path: a, invalid: skip }]", "7:48: identifiers.invalid: 'skip' is not allowed; allowed are reject, drop.")]
    [InlineData("attributes: { a: { b: c } }", "7:20: attributes.a: unknown key 'b'; allowed are const, first_of, map, optional, otherwise, path, transform.")]
    [InlineData("attributes_from: [{ prefix: x, values: number }]", "7:40: attributes_from.values: 'number' is not allowed; allowed are scalar, text.")]
    public void an_error_has_line_column_value_and_what_is_allowed(string line, string expected) =>
        Errors(Feeds.Plus(line)).ShouldContain("shop.yaml:" + expected);

    [Theory]
    [InlineData("connector", "connector: My-Shop", "1:12: connector: 'My-Shop' is not a name; use lower-case letters, digits and _, at most 64, beginning with a letter.")]
    [InlineData("event_id", "event_id: { hash: [] }", "2:11: event_id.hash: names no field; list the paths that together make an event unique.")]
    [InlineData("event_type", "event_type: { path: k, map: { a: Clicked } }", "3:34: event_type: 'Clicked' is not an event type; use lower-case letters, digits and _, at most 64, beginning with a letter, for example clicked.")]
    [InlineData("event_type", "event_type: [{ type: clicked, ignore: true }]", "3:14: event_type: a rule gives exactly one of type, path or 'ignore: true'; found 2.")]
    [InlineData("event_type", "event_type: { path: k, const: clicked }", "3:13: event_type: give exactly one of path and const, or a list of rules.")]
    [InlineData("event_type", "event_type: []", "3:13: event_type: has 0 rules; 1 to 200 are allowed.")]
    [InlineData("occurred_at", "occurred_at: { format: unix_s }", "4:14: occurred_at: give exactly one of path and first_of.")]
    [InlineData("provider", "provider:", "5:10: provider: has no value; give one or remove the key.")]
    public void a_required_key_says_what_it_takes(string key, string line, string expected) =>
        Errors(Feeds.With(key, line)).ShouldContain("shop.yaml:" + expected);

    [Fact]
    public void all_errors_of_a_file_are_reported_at_once()
    {
        List<string> errors = Errors(Feeds.Plus("""
            format: xml
            colour: red
            identifiers:
              - { type: mail, path: a..b }
            """));
        errors.Count.ShouldBe(4);
        errors[0].ShouldStartWith("shop.yaml:7:9");
        errors[1].ShouldStartWith("shop.yaml:8:1");
        errors[2].ShouldStartWith("shop.yaml:10:13");
        errors[3].ShouldStartWith("shop.yaml:10:25");
    }

    [Fact]
    public void a_file_that_is_no_text_is_refused()
    {
        using TempFiles files = new();
        string path = files.WriteRaw("x.yaml", [0xFF, 0xFE, 0x00]);
        Should.Throw<YamlFileException>(() => ConnectorDefinitionLoader.LoadFile(path)).Message.ShouldContain("the file is not UTF-8 text");
        Should.Throw<FileNotFoundException>(() => ConnectorDefinitionLoader.LoadFile(files.PathOf("none.yaml")));
    }

    [Theory]
    [InlineData("format: csv\nsplit: a", "8:8: split: a CSV record is one event; remove this key, or 'format: csv'.")]
    public void what_cannot_go_together_is_refused(string lines, string expected) =>
        Errors(Feeds.Plus(lines)).ShouldContain("shop.yaml:" + expected);

    private static List<string> Errors(string text) =>
        [.. Should.Throw<YamlFileException>(() => ConnectorDefinitionLoader.Load(text, "shop.yaml")).Errors.Select(error => error.ToString())];
}
