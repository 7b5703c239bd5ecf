using SendFlowr.Streams.Kafka.Owners;

namespace SendFlowr.Simulation.Kafka.Owners;

public sealed class OwnerPlacementTests
{
    private const int Tasks = 24;
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f", "g"];

    public static TheoryData<int, int> Sizes
    {
        get
        {
            TheoryData<int, int> sizes = [];
            for (int instances = 1; instances <= Names.Length; instances++)
            {
                for (int standbys = 0; standbys <= 3; standbys++)
                {
                    sizes.Add(instances, standbys);
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void a_task_has_as_many_distinct_standbys_as_there_are_others_and_never_its_owner(int instances, int standbys)
    {
        string[] all = Names[..instances];
        foreach (string owner in all)
        {
            IReadOnlyList<string> found = OwnerPlacement.Of(owner, all, standbys);
            found.Count.ShouldBe(Math.Min(standbys, instances - 1));
            found.Distinct().Count().ShouldBe(found.Count);
            found.ShouldNotContain(owner);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void standbys_are_spread_as_evenly_as_the_tasks_are(int instances, int standbys)
    {
        string[] all = Names[..instances];
        Dictionary<string, int> kept = all.ToDictionary(name => name, _ => 0);
        for (int task = 0; task < Tasks; task++)
        {
            foreach (string name in OwnerPlacement.Of(all[task % instances], all, standbys))
            {
                kept[name]++;
            }
        }

        int each = Math.Min(standbys, instances - 1);
        (kept.Values.Max() - kept.Values.Min()).ShouldBeLessThanOrEqualTo(each);
    }

    [Fact]
    public void an_instance_that_leaves_moves_only_the_standbys_it_had()
    {
        foreach (string gone in Names)
        {
            string[] left = [.. Names.Where(name => name != gone)];
            foreach (string owner in Names)
            {
                IReadOnlyList<string> before = OwnerPlacement.Of(owner, Names, 2);
                IReadOnlyList<string> after = OwnerPlacement.Of(owner, left, 2);
                after.Take(before.Count(name => name != gone)).ShouldBe(before.Where(name => name != gone), $"{gone} leaves, {owner} owns");
            }
        }
    }

    [Fact]
    public void an_owner_that_is_gone_has_the_standbys_it_had() =>
        OwnerPlacement.Of("c", ["a", "b", "d", "e"], 2).ShouldBe(OwnerPlacement.Of("c", ["a", "b", "c", "d", "e"], 2));
}
