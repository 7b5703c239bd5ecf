using System.Text;
using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Mapping;

public class CsvMappingTests
{
    private const string Definition = Feeds.Minimal + "message_id: note\nattributes_from: [{ prefix: utm_ }]\n";

    [Theory]
    [InlineData("e1,1772359200,clicked,hello,mail", "hello", "mail")]
    [InlineData("\"e1\",\"1772359200\",\"clicked\",\"hello\",\"mail\"", "hello", "mail")]
    [InlineData("e1,1772359200,clicked,\"a,b\",", "a,b", null)]
    [InlineData("e1,1772359200,clicked,\"say \"\"hi\"\"\",x", "say \"hi\"", "x")]
    [InlineData("e1,1772359200,clicked,5\" pipe,\"\"", "5\" pipe", null)]
    [InlineData("e1,1772359200,clicked,  spaces kept ,ä", "  spaces kept ", "ä")]
    public void reads_fields_after_rfc_4180(string record, string note, string? utm)
    {
        Recorder recorder = Map(Definition, "id,ts,kind,note,utm_source", record);
        recorder.SingleEvent().GetProperty("message_id").GetString().ShouldBe(note);
        bool has = recorder.SingleEvent().TryGetProperty("attributes", out System.Text.Json.JsonElement attributes);
        (has ? attributes.GetProperty("utm_source").GetString() : null).ShouldBe(utm);
    }

    [Theory]
    [InlineData("e1,1772359200,clicked,hello", RejectionReason.ColumnCount, "the record has 4 fields and the header 5")]
    [InlineData("e1,1772359200,clicked,hello,mail,more", RejectionReason.ColumnCount, "the record has 6 fields and the header 5")]
    [InlineData("e1,1772359200,clicked,\"hello,mail", RejectionReason.MalformedCsv, "a quote is never closed, or text follows a closing quote; double the quotes within a field")]
    [InlineData("e1,1772359200,clicked,\"hel\"lo,mail", RejectionReason.MalformedCsv, "a quote is never closed, or text follows a closing quote; double the quotes within a field")]
    [InlineData(",1772359200,clicked,hello,mail", RejectionReason.MissingField, "event_id is required and is absent, null or empty")]
    [InlineData("e1,1772359200,clicked,\"two\nlines\",mail", RejectionReason.BadValue, "message_id contains a control character")]
    public void a_bad_record_is_one_dead_letter(string record, RejectionReason reason, string detail)
    {
        Rejection rejection = Map(Definition, "id,ts,kind,note,utm_source", record).SingleRejection();
        (rejection.Reason, rejection.Detail, rejection.Index, rejection.RawLength).ShouldBe((reason, detail, 0, record.Length));
    }

    [Fact]
    public void columns_are_found_by_name_wherever_they_stand()
    {
        string definition = Feeds.Plus("message_id: '\"Order.Id\"'\ncampaign_id: \"Zeit [UTC]\"\nformat: csv");
        Recorder recorder = Map(definition, "Zeit [UTC];kind;Order.Id; id ;ts", "c;clicked;o;e1;1772359200", ';');
        recorder.SingleEvent().GetProperty("message_id").GetString().ShouldBe("o");
        recorder.SingleEvent().GetProperty("campaign_id").GetString().ShouldBe("c");
    }

    [Fact]
    public void a_header_that_lacks_a_column_says_what_there_is()
    {
        string message = Should.Throw<DefinitionMismatchException>(() => Map(Definition, "id,kind,Note", "")).Message;
        message.ShouldBe("The connector 'test' does not fit this file: the header has no column 'ts'; the header has no column 'note'. "
            + "The file's columns are: id, kind, Note. Correct the name in the definition, or mark the value 'optional: true' if some files lack the column.");
    }

    [Fact]
    public void an_optional_column_may_be_lacking() =>
        Map(Feeds.Plus("message_id: { path: note, optional: true }"), "id,ts,kind", "e1,1772359200,clicked").Events.Count.ShouldBe(1);

    [Theory]
    [InlineData("id,ts,kind,kind", "", "the header names the column 'kind' twice")]
    [InlineData("id,ts,kind", "split: a", "the definition has 'split', and a CSV record is one event")]
    [InlineData("id,ts,kind", "identifiers: [{ each: a, type: email, value: . }]", "the definition reads a list ('each: a'), which CSV has not")]
    [InlineData("id,ts,kind", "attributes_from: [{ path: a }]", "the definition takes attributes from the object 'a', which CSV has not; leave out 'path'")]
    [InlineData("id,ts,kind,colour", "unknown_fields: reject", "the definition is strict ('unknown_fields: reject') and does not know the column 'colour'")]
    public void what_does_not_fit_csv_is_said_before_reading(string header, string lines, string problem) =>
        Should.Throw<DefinitionMismatchException>(() => Map(Feeds.Plus(lines), header, "")).Problems.ShouldContain(problem);

    [Fact]
    public void the_whole_record_can_make_the_event_id()
    {
        string definition = Feeds.With("event_id", "event_id: { hash: [.] }");
        string[] ids = [.. ((string[])["a,1772359200,clicked", "b,1772359200,clicked", "a,1772359200,clicked"])
            .Select(record => Map(definition, "x,ts,kind", record).SingleEvent().GetProperty("event_id").GetString()!)];
        ids[0].ShouldBe(ids[2]);
        ids[0].ShouldNotBe(ids[1]);
    }

    [Theory]
    [InlineData("", "the header names no column")]
    [InlineData(",,", "the header names no column")]
    [InlineData("a,\"b", "the header has a stray or unclosed quote")]
    public void a_header_that_is_none_is_refused(string header, string expected)
    {
        CsvHeader.Parse(Encoding.UTF8.GetBytes(header), ',', out string error).ShouldBeNull();
        error.ShouldBe(expected);
    }

    [Fact]
    public void fields_agree_with_a_naive_reader()
    {
        const int seed = 31;
        Random random = new(seed);
        const string alphabet = "ab,\"\r ;ä";
        for (int round = 0; round < 20_000; round++)
        {
            string record = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            byte[] bytes = Encoding.UTF8.GetBytes(record);
            List<string> fields = [];
            CsvFieldReader reader = new(bytes, (byte)',');
            while (reader.Read())
            {
                string field = Encoding.UTF8.GetString(bytes.AsSpan(reader.Start, reader.Length));
                fields.Add(reader.IsEscaped ? field.Replace("\"\"", "\"", StringComparison.Ordinal) : field);
            }

            (reader.IsMalformed ? null : string.Join('|', fields)).ShouldBe(Naive(record), $"seed {seed}, round {round}: {record}");
        }
    }

    /// <summary>RFC 4180 by characters; null for a malformed record.</summary>
    private static string? Naive(string record)
    {
        List<StringBuilder> fields = [new()];
        int state = 0; // 0 field start, 1 bare, 2 quoted, 3 behind a quote within quotes
        foreach (char letter in record)
        {
            switch (state)
            {
                case 0 when letter == '"':
                    state = 2;
                    break;
                case 0 or 1 when letter == ',':
                case 3 when letter == ',':
                    fields.Add(new());
                    state = 0;
                    break;
                case 0 or 1:
                    fields[^1].Append(letter);
                    state = 1;
                    break;
                case 2 when letter == '"':
                    state = 3;
                    break;
                case 2:
                    fields[^1].Append(letter);
                    break;
                case 3 when letter == '"':
                    fields[^1].Append('"');
                    state = 2;
                    break;
                default:
                    return null;
            }
        }

        return state == 2 ? null : string.Join('|', fields);
    }

    private static Recorder Map(string definition, string header, string record, char delimiter = ',')
    {
        CsvHeader columns = CsvHeader.Parse(Encoding.UTF8.GetBytes(header), delimiter, out _)!;
        IEventMapper mapper = new MapperFactory(ConnectorDefinitionLoader.Load(definition, "test.yaml"), new MapperOptions()).CreateCsv(columns);
        Recorder recorder = new();
        mapper.Map(Encoding.UTF8.GetBytes(record), Recorder.ReceivedAt, recorder);
        return recorder;
    }
}
