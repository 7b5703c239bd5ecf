namespace SendFlowr.Pipeline.Requests;

/// <summary>Finds the field that someone who mistyped may have meant. Pure.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>The known name at the least edit distance, the first of equals by name; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        int best = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in known.Order(StringComparer.Ordinal))
        {
            int distance = name.Length > MaxLength ? int.MaxValue : Distance(name, candidate);
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replaced = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j + 1], row[j]) + 1);
            }
        }

        return row[^1];
    }
}
