using System.Text;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>Texts and numbers of all lengths, from a seeded source.</summary>
internal static class RandomTexts
{
    private static readonly Rune[] Runes = [new('a'), new('Z'), new('0'), new(' '), new('"'), new(0), new('ß'), new('€'), new(0x1F600)];

    public static string Text(this Random random, int leastLength = 0)
    {
        StringBuilder text = new();
        int length = random.Next(leastLength, 12);
        for (int i = 0; i < length; i++)
        {
            text.Append(Runes[random.Next(Runes.Length)].ToString());
        }

        return text.ToString();
    }

    public static string? OptionalText(this Random random) => random.Next(2) == 0 ? null : random.Text(leastLength: 1);

    /// <summary>A finite number of any size and sign, negative zero among them.</summary>
    public static double Number(this Random random)
    {
        double number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return random.Next(8) == 0 ? -0.0 : double.IsFinite(number) ? number : random.NextDouble();
    }

    public static byte[] Bytes(this Random random, int maxLength)
    {
        byte[] bytes = new byte[random.Next(maxLength + 1)];
        random.NextBytes(bytes);
        return bytes;
    }
}
