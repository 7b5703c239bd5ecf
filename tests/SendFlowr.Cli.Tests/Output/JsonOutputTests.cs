using System.Text;
using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Tests.Output;

public sealed class JsonOutputTests
{
    [Fact]
    public void writes_a_line_for_each_document()
    {
        using MemoryStream stream = new();
        using (JsonOutput output = new(stream))
        {
            output.Write(writer => writer.WriteStringValue("é<&"));
            output.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumberOrNull("a", 1.5);
                writer.WriteNumberOrNull("b", double.NaN);
                writer.WriteEndObject();
            });
            output.Flush();
        }

        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe("\"é<&\"\n{\"a\":1.5,\"b\":null}\n");
    }

    [Fact]
    public void writes_nothing_of_a_document_that_fails()
    {
        using MemoryStream stream = new();
        using (JsonOutput output = new(stream))
        {
            Should.Throw<IOException>(() => output.Write(writer =>
            {
                writer.WriteStartArray();
                throw new IOException();
            }));
        }

        stream.Length.ShouldBe(0);
    }
}
