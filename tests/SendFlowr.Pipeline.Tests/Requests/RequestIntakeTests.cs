using System.Text;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>What comes in by the topic, where orchestrators write what they like.</summary>
public sealed class RequestIntakeTests : IDisposable
{
    private readonly RequestScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void avro_and_json_of_the_same_request_are_the_same_request()
    {
        string json = RequestScene.Json("r1", _scene.In(600), _scene.In(7200));
        RecordWriter writer = new(Schemas.Request);
        RequestCodec.Write(writer.Begin(), _scene.Read(json));
        _scene.Produce(writer.Bytes);
        _scene.Produce(json);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
        _scene.DeadLetters().ShouldBeEmpty();
    }

    [Fact]
    public void windows_begin_at_the_records_timestamp_by_default()
    {
        _scene.Produce(Encoding.UTF8.GetBytes(RequestScene.Json("r1")), at: _scene.In(-3600));
        DecisionRecord planned = _scene.Decisions("r1")[0];
        planned.Decision.SendAfter.ShouldBe(_scene.In(-3600));
        planned.Decision.SendBefore.ShouldBe(_scene.In(-3600 + (7 * 86_400)));
    }

    [Fact]
    public void a_timestamp_ahead_of_the_clock_begins_the_window_there()
    {
        _scene.Produce(Encoding.UTF8.GetBytes(RequestScene.Json("r1", _scene.In(-3600), _scene.In(31 * 86_400))), at: _scene.In(3600));
        _scene.Status("r1").State.ShouldBe(RequestState.Planned);
        _scene.Status("r1").TargetTimestamp.ShouldBe(_scene.In(3600));
    }

    [Theory]
    [InlineData("{ truncated", "malformed_json", "")]
    [InlineData("", "malformed_json", "")]
    [InlineData("[1]", "not_an_object", "")]
    [InlineData("{\"request_id\":\"x\",\"email\":\"a@b.co\",\"send_befor\":1}", "unknown_field", "send_befor")]
    [InlineData("{\"request_id\":\"x\",\"email\":\"a@b.co\",\"send_after\":1772366400000,\"send_before\":1772366399999}", "window_invalid", "send_after, send_before")]
    [InlineData("{\"request_id\":\"x\",\"phone\":\"12\"}", "bad_identifier", "phone")]
    public void what_cannot_be_taken_is_a_dead_letter_with_its_bytes(string value, string reason, string path)
    {
        _scene.Produce(value);
        AvroRecord letter = _scene.DeadLetters().ShouldHaveSingleItem();
        letter["reason"].AsString().ShouldBe(reason);
        letter["path"].AsString().ShouldBe(path);
        letter["topic"].AsString().ShouldBe("sendflowr.requests");
        letter["partition"].AsInt().ShouldBeInRange(0, 1);
        letter["offset"].AsLong().ShouldBe(0);
        Encoding.UTF8.GetString(letter["raw"].AsBytes().Span).ShouldBe(value);
        _scene.Decisions().ShouldBeEmpty();
    }

    [Fact]
    public void records_of_no_known_schema_and_of_impossible_times_are_dead_letters()
    {
        byte[] foreign = [0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        _scene.Produce(foreign);
        RecordWriter writer = new(Schemas.Request);
        RequestCodec.Write(writer.Begin(), _scene.Read(RequestScene.Json("r1")));
        _scene.Produce(writer.Bytes[..^3]);
        _scene.Produce(Encoding.UTF8.GetBytes(RequestScene.Json("r2")), at: new Timestamp(0));
        _scene.Produce(Encoding.UTF8.GetBytes(RequestScene.Json("r3")), at: _scene.In(2 * 86_400));
        _scene.DeadLetters().Select(letter => letter["reason"].AsString())
            .ShouldBe(["malformed_avro", "malformed_avro", "time_out_of_range", "time_out_of_range"]);
    }

    [Fact]
    public void limits_hold_for_records_too()
    {
        SendRequest good = _scene.Read(RequestScene.Json("r1"));
        SendRequest[] bad =
        [
            good with { RequestId = "" }, good with { RequestId = new string('x', 129) }, good with { Recipient = [] }, good with { Channel = "" },
            good with { Provider = new string('x', 65) }, good with { LatencyHintSeconds = double.NaN }, good with { SendBefore = new Timestamp(1_772_366_400) },
            good with { Metadata = [KeyValuePair.Create("a", new string('x', 16 * 1024))] }, good with { CampaignId = "a\nb" },
            good with { SendAfter = _scene.In(10), SendBefore = _scene.In(5) },
        ];
        RecordWriter writer = new(Schemas.Request);
        foreach (SendRequest request in bad)
        {
            RequestCodec.Write(writer.Begin(), request);
            _scene.Produce(writer.Bytes);
        }

        _scene.DeadLetters().Select(letter => $"{letter["reason"].AsString()} {letter["path"].AsString()}").ShouldBe(
        [
            "missing_field request_id", "too_large request_id", "missing_field identifiers", "missing_field channel", "too_large provider",
            "bad_value latency_estimate_seconds", "bad_time send_before", "too_large metadata", "bad_value campaign_id",
            "window_invalid send_after, send_before",
        ]);
    }

    [Fact]
    public void a_phone_number_without_its_country_needs_the_default_one()
    {
        _scene.Produce("""{"request_id":"r1","phone":"030 901820"}""");
        _scene.DeadLetters().ShouldHaveSingleItem()["detail"].AsString().ShouldContain("no default country");
    }
}
