namespace SendFlowr.Pipeline.Texts;

/// <summary>Finds the known word that someone who mistyped may have meant. Pure; safe for all threads.</summary>
public static class Spelling
{
    private const int MaxWordLength = 64;

    /// <summary>The known word at the least edit distance (insert, delete, replace), the first of equals; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        string? nearest = null;
        int best = Math.Max(1, (word.Length + 1) / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = word.Length > MaxWordLength ? int.MaxValue : Distance(word, candidate);
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string left, string right)
    {
        int[] previous = new int[right.Length + 1];
        int[] current = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
