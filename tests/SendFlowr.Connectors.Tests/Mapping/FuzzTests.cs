using System.Globalization;
using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Mapping;

public class FuzzTests
{
    private const string Sample =
        """{"event_id":"e\u00e41","event_type":"clicked","occurred_at":"2026-03-01T10:00:00.123Z","provider":"p","channel":"email","identifiers":[{"type":"email","value":"secret-ann@example.com"},{"type":"phone","source":"x","value":"+14155550123"}],"message_id":"m","sent_at":1772359200123,"machine":"none","utc_offset_minutes":60,"attributes":{"a":"b","c\n":"\ud83d\ude00"}}""";

    private const string Wide = """
        connector: wide
        split: events
        unknown_fields: reject
        event_id: { hash: [., id, n] }
        event_type:
          - { when: { any: [ { path: k, starts_with: c }, { path: 'a[1].b', exists: true } ] }, type: clicked }
          - { path: k, map: { o: opened } }
        occurred_at: { first_of: [t, 'a[0]', $.t], format: [rfc3339, unix_s, unix_ms, 'dd.MM.yyyy HH:mm'], zone: Europe/Berlin }
        provider: { first_of: [$.p, { const: x }] }
        channel: { path: c, transform: [trim, lowercase, { prefix: p }, { strip_prefix: pp }] }
        identifiers:
          - { type: phone, path: phone, transform: [{ e164: DE }] }
          - { type: email_hash, path: mail, transform: hash_email, invalid: drop }
          - { each: ids, type: { path: t }, source: { path: s }, value: v }
        machine: [ { flag: scanner, when: { not: { path: k, in: [a, b] } } } ]
        attributes: { x: n }
        attributes_from: [ { path: attr, prefix: u }, { prefix: z } ]
        """;

    private const string WideSample =
        """{"t":"2026-03-01T10:00:00Z","p":"q","events":[{"id":"1","k":"click","c":" Mail ","phone":"030 1234567","mail":"secret-ann@example.com","ids":[{"t":"cookie_id","s":"x","v":9007199254740993}],"attr":{"u1":"a","v":1},"z1":true,"n":1.5e3,"a":["01.03.2026 10:00",{"b":null}]},{"id":"2","k":"o","c":"sms","t":1772359200}]}""";

    [Fact]
    public void canonical_gives_exactly_one_outcome_for_any_bytes()
    {
        const int seed = 424242;
        IEventMapper mapper = new MapperFactory(ConnectorCatalog.Find("canonical").Definition, new MapperOptions()).CreateJson();
        Run(seed, 40_000, Sample, mapper, (recorder, context) => recorder.Count.ShouldBe(1, context));
    }

    [Fact]
    public void a_definition_with_every_feature_never_throws()
    {
        const int seed = 515151;
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(Wide, "wide.yaml"), new MapperOptions()).CreateJson();
        Recorder unharmed = new();
        mapper.Map(Encoding.UTF8.GetBytes(WideSample), Recorder.ReceivedAt, unharmed);
        unharmed.Rejections.Select(rejection => rejection.Path).ShouldBe(["events[0].attr.v"]);
        unharmed.Events.Count.ShouldBe(1);
        Run(seed, 40_000, WideSample, mapper, (_, _) => { });
    }

    [Fact]
    public void csv_gives_exactly_one_outcome_for_any_bytes()
    {
        const int seed = 616161;
        string definition = Feeds.Plus("identifiers: [{ type: email, path: mail }]\nattributes_from: [{ prefix: u }]");
        CsvHeader header = CsvHeader.Parse("id,ts,kind,mail,u1,u2"u8, ',', out _)!;
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(definition, "x"), new MapperOptions()).CreateCsv(header);
        Run(seed, 40_000, "e1,1772359200,clicked,secret-ann@example.com,\"a\"\"b\",x", mapper, (recorder, context) => recorder.Count.ShouldBe(1, context));
    }

    private static void Run(int seed, int rounds, string sample, IEventMapper mapper, Action<Recorder, string> check)
    {
        Random random = new(seed);
        byte[] good = Encoding.UTF8.GetBytes(sample);
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = (round % 4) switch
            {
                0 => Noise(random),
                _ => Mutate(random, good),
            };
            string context = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}: {Convert.ToBase64String(bytes)}");
            Recorder recorder = new();
            try
            {
                mapper.Map(bytes, Recorder.ReceivedAt, recorder);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(context, exception);
            }

            check(recorder, context);
            foreach (Rejection rejection in recorder.Rejections)
            {
                (rejection.RawStart >= 0 && rejection.RawStart + rejection.RawLength <= bytes.Length).ShouldBeTrue(context);
                rejection.Detail.ShouldNotBeEmpty(context);
                rejection.Detail.ShouldNotContain("secret", Case.Sensitive, context);
            }
        }
    }

    private static byte[] Noise(Random random)
    {
        byte[] bytes = new byte[random.Next(80)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            const string alphabet = "{}[]\",:\\u0123456789eE.-+truefalsn \t";
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)alphabet[bytes[i] % alphabet.Length];
            }
        }

        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        List<byte> bytes = [.. good];
        int changes = random.Next(1, 5);
        for (int change = 0; change < changes && bytes.Count > 0; change++)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 3:
                    bytes.Insert(at, (byte)"{}[]\",:\\0-"[random.Next(10)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)(bytes[at] ^ (1 << random.Next(7)));
                    break;
            }
        }

        return [.. bytes];
    }
}
