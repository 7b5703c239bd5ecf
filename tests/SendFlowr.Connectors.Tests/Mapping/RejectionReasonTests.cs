using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Tests.Mapping;

public class RejectionReasonTests
{
    [Fact]
    public void the_list_is_closed_and_its_numbers_never_change() =>
        RejectionReasonText.All.Select(reason => $"{(int)reason} {reason.Text()}").ShouldBe(
        [
            "1 malformed_json", "2 malformed_csv", "3 not_an_object", "4 not_utf8", "5 too_deep", "6 line_too_long", "7 too_large",
            "8 missing_field", "9 wrong_type", "10 bad_value", "11 bad_time", "12 time_out_of_range", "13 bad_identifier",
            "14 unknown_field", "15 duplicate_key", "16 column_count", "17 no_rule_matched",
            "18 window_invalid", "19 request_conflict", "20 malformed_avro",
        ]);
}
