using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Binary;

public sealed class AvroWriterTests(ITestOutputHelper output)
{
    [Fact]
    public void writes_the_examples_of_the_specification()
    {
        AvroWriter writer = new();
        writer.WriteLong(27);
        writer.WriteString("foo");
        writer.WriteBlockStart(2);
        writer.WriteLong(3);
        writer.WriteLong(27);
        writer.WriteBlocksEnd();
        writer.WriteUnion(1);
        writer.WriteUtf8("a"u8);

        Convert.ToHexStringLower(writer.WrittenSpan).ShouldBe("3606666f6f" + "04063600" + "020261");
    }

    [Fact]
    public void an_empty_array_is_its_end()
    {
        AvroWriter writer = new();
        writer.WriteBlockStart(0);
        writer.WriteBlocksEnd();

        writer.WrittenSpan.ToArray().ShouldBe([0]);
    }

    [Fact]
    public void every_primitive_comes_back() => Law.Holds(output, 500, random =>
    {
        AvroWriter writer = new(16);
        long number = random.NextInt64() >> random.Next(64);
        byte[] bytes = new byte[random.Next(100)];
        random.NextBytes(bytes);
        double twice = BitConverter.Int64BitsToDouble(random.NextInt64());
        string text = string.Concat(Enumerable.Repeat("aé日😀", random.Next(60)))[..^0];
        writer.WriteBoolean(number < 0);
        writer.WriteLong(number);
        writer.WriteInt(unchecked((int)number));
        writer.WriteBytes(bytes);
        writer.WriteDouble(twice);
        writer.WriteFloat((float)number);
        writer.WriteString(text);
        writer.WriteFixed(bytes);
        writer.WriteEnum(3);

        AvroReader input = new(writer.WrittenSpan);
        input.ReadBoolean().ShouldBe(number < 0);
        input.ReadLong().ShouldBe(number);
        input.ReadInt().ShouldBe(unchecked((int)number));
        input.ReadBytes().ToArray().ShouldBe(bytes);
        BitConverter.DoubleToInt64Bits(input.ReadDouble()).ShouldBe(BitConverter.DoubleToInt64Bits(twice));
        input.ReadFloat().ShouldBe((float)number);
        input.ReadStringText().ShouldBe(text);
        input.ReadFixed(bytes.Length).ToArray().ShouldBe(bytes);
        input.ReadEnum(4).ShouldBe(3);
        input.EnsureEnd();
    });

    [Fact]
    public void text_of_any_length_is_its_utf8_with_the_right_length()
    {
        AvroWriter writer = new(16);
        foreach (string letter in (string[])["a", "é", "日", "😀"])
        {
            // Around 64 and 8192 bytes the length takes another byte.
            foreach (int count in (int[])[0, 1, 15, 16, 21, 22, 31, 32, 33, 63, 64, 65, 2047, 2048, 2731, 4095, 4096, 8191, 8192])
            {
                writer.Clear();
                string text = string.Concat(Enumerable.Repeat(letter, count));
                writer.WriteString(text);

                AvroReader input = new(writer.WrittenSpan);
                Encoding.UTF8.GetString(input.ReadString()).ShouldBe(text);
                input.EnsureEnd();
            }
        }
    }

    [Fact]
    public void half_a_surrogate_pair_is_refused() =>
        Should.Throw<AvroDataException>(() => new AvroWriter().WriteString("ab\ud800c")).Message.ShouldContain("U+D800) at character 2");

    [Fact]
    public void a_record_over_the_limit_is_refused()
    {
        AvroWriter writer = new(16, 100);
        writer.WriteFixed(new byte[100]);
        Should.Throw<AvroDataException>(() => writer.WriteBoolean(true)).Message.ShouldContain("maxBytes = 100");
        Should.Throw<AvroDataException>(() => writer.WriteInt(1));
        writer.Clear();
        Should.Throw<AvroDataException>(() => writer.WriteString(new string('a', 100)));
        writer.Clear();
        writer.WriteString(new string('a', 98));
        writer.Length.ShouldBe(100);
    }

    [Fact]
    public void clear_and_truncate_forget()
    {
        AvroWriter writer = new();
        writer.WriteFixed([1, 2, 3]);
        writer.Truncate(2);
        writer.WrittenMemory.ToArray().ShouldBe([1, 2]);
        writer.Clear();
        writer.Length.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => writer.Truncate(1));
    }
}
