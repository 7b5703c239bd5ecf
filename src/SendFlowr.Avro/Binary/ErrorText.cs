namespace SendFlowr.Avro.Binary;

/// <summary>Keeps foreign text in error texts short, and whole: half a surrogate pair could not be written to a dead letter.</summary>
internal static class ErrorText
{
    private const int MaxLength = 60;

    public static string Short(string text)
    {
        if (text.Length <= MaxLength)
            return text;
        int length = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text[..length] + "…";
    }
}
