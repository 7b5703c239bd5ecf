namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Which instances have the standbys of a task: those that follow its owner in the order of names, as in a ring. Pure.</summary>
/// <remarks>
/// The range assignor gives the tasks of a member that is gone to its neighbours in the same order, so a standby is often where its task goes
/// next. The owner need not be there any more: its place in the order is that of its name.
/// </remarks>
internal static class OwnerPlacement
{
    /// <summary>Names of the instances with the standbys of what an owner runs, nearest first; fewer than wanted when there are no more.</summary>
    /// <param name="owner">Name of the owner.</param>
    /// <param name="instances">Names of the instances that take standbys, ordinal and distinct.</param>
    /// <param name="standbys">How many are wanted, 0 or more.</param>
    public static IReadOnlyList<string> Of(string owner, IReadOnlyList<string> instances, int standbys)
    {
        int from = 0;
        while (from < instances.Count && string.CompareOrdinal(instances[from], owner) <= 0)
        {
            from++;
        }

        List<string> found = [];
        for (int step = 0; step < instances.Count && found.Count < standbys; step++)
        {
            string name = instances[(from + step) % instances.Count];
            if (name != owner)
            {
                found.Add(name);
            }
        }

        return found;
    }
}
