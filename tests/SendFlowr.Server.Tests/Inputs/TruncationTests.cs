using System.Globalization;
using System.Text;
using SendFlowr.Server.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Server.Tests.Inputs;

/// <summary>Good bodies, cut short and altered at random: never a 5xx, and the server goes on.</summary>
public sealed class TruncationTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const int Cases = 1500;

    private static readonly (string Path, string Type, string Body)[] Good =
    [
        ("/timing-decision", "application/json", """{"email":"zoe@example.com","phone":"+14155550123","channel":"email","send_after":"2026-03-01T12:00:00Z","send_before":1772971200000,"latency_estimate_seconds":12.5,"resolution":"hour"}"""),
        ("/timing-decision", "application/json", """{"identifiers":[{"type":"email","value":"zoe@example.com"},{"type":"shopify_customer_id","source":"eu","value":"12345"}],"queue_depth_estimate":5}"""),
        ("/predict", "application/json", """{"recipient_id":"zoe@example.com","hours_ahead":24}"""),
        ("/events", "application/json", Samples.Event("e1", "opened", "2026-03-01T09:00:00Z", "zoe@example.com")),
        ("/events", "application/x-ndjson", Samples.Event("e2", "clicked", "2026-03-01T09:00:00Z", "zoe@example.com") + "\n" + Samples.Event("e3", "clicked", "2026-03-01T09:01:00Z", "zoe@example.com")),
        ("/timing-decisions", "application/x-ndjson", "{\"email\":\"zoe@example.com\"}\n{\"phone\":\"+14155550123\"}\n"),
    ];

    private static readonly byte[] Letters = "{}[]\",:\\u0e+-.9tnf/ \n\0\u00ff"u8.ToArray();

    [Fact]
    public async Task no_alteration_of_a_good_body_makes_the_server_fail()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("SENDFLOWR_TEST_SEED") ?? "20261121", CultureInfo.InvariantCulture);
        output.WriteLine($"SENDFLOWR_TEST_SEED={seed}, {Cases} cases");
        Random random = new(seed);
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            (string path, string type, string body) = Good[random.Next(Good.Length)];
            byte[] altered = Alter(random, Encoding.UTF8.GetBytes(body));
            Reply reply = await server.SendAsync("POST", path, altered, type);
            reply.Status.ShouldBeInRange(200, 499, $"case {i}: {path} {Convert.ToHexString(altered)}");
            if (reply.Status >= 400)
            {
                refused++;
                reply.Json["detail"]!.GetValue<string>().ShouldNotBeEmpty();
                reply.Text.ShouldNotContain("zoe@", Case.Insensitive, $"case {i}");
            }
        }

        refused.ShouldBeGreaterThan(Cases / 3);
        (await server.GetAsync("/health/ready")).Expect(200);
    }

    private static byte[] Alter(Random random, byte[] body)
    {
        List<byte> bytes = [.. body];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int place = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 1:
                    bytes[place] = Letters[random.Next(Letters.Length)];
                    break;
                case 2:
                    bytes.Insert(place, (byte)random.Next(256));
                    break;
                default:
                    bytes.AddRange(bytes.GetRange(place, Math.Min(bytes.Count - place, random.Next(1, 40))));
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)' ');
            }
        }

        return [.. bytes];
    }
}
