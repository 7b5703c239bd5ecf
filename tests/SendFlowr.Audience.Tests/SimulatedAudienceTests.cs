using SendFlowr.Audience.Events;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Events;

namespace SendFlowr.Audience.Tests;

public sealed class SimulatedAudienceTests
{
    [Fact]
    public void the_same_seed_gives_the_same_bytes_in_any_order_of_days_and_another_seed_others()
    {
        SimulatedAudience one = Samples.Audience(200);
        SimulatedAudience two = Samples.Audience(200);
        two.EventsOfDay(Samples.Monday + 9);
        ulong first = Samples.Digest(one, one.EventsOfDay(Samples.Monday).Concat(one.EventsOfDay(Samples.Monday + 1)));
        List<AudienceEvent> later = two.EventsOfDay(Samples.Monday + 1);
        Samples.Digest(two, two.EventsOfDay(Samples.Monday).Concat(later)).ShouldBe(first);
        SimulatedAudience other = Samples.Audience(200, Samples.Seed + 1);
        Samples.Digest(other, other.EventsOfDay(Samples.Monday).Concat(other.EventsOfDay(Samples.Monday + 1))).ShouldNotBe(first);
    }

    [Fact]
    public void what_a_seed_means_does_not_change()
    {
        SimulatedAudience audience = Samples.Audience(200);
        Samples.Digest(audience, audience.EventsOfDay(Samples.Monday)).ShouldBe(4_770_490_637_496_148_269UL);
    }

    [Fact]
    public void people_do_not_depend_on_how_many_there_are()
    {
        SimulatedAudience few = Samples.Audience(50);
        SimulatedAudience many = Samples.Audience(500);
        few.People.Select(person => (person.VisitsPerWeek, person.UtcOffsetMinutes, person.Kind))
            .ShouldBe(many.People.Take(50).Select(person => (person.VisitsPerWeek, person.UtcOffsetMinutes, person.Kind)));
    }

    [Fact]
    public void every_event_is_told_in_full_with_an_id_of_its_own()
    {
        SimulatedAudience audience = Samples.Audience(300);
        HashSet<string> ids = [];
        CanonicalEvent told = new();
        for (int day = 0; day < 10; day++)
        {
            foreach (AudienceEvent one in audience.EventsOfDay(Samples.Monday + day))
            {
                audience.Write(one, told);
                ids.Add($"{told.Provider} {told.EventId}").ShouldBeTrue(told.EventId);
                told.EventType.ShouldNotBeEmpty();
                told.Channel.ShouldNotBeEmpty();
                told.Identifiers.Single().Type.ShouldBe("email_hash");
                told.Identifiers.Single().Value.Length.ShouldBe(64);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void an_impossible_size_is_refused_by_name(int people) =>
        Should.Throw<ArgumentException>(() => Samples.Audience(people)).Message.ShouldContain($"People is {people}");

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void groups_are_equal_in_every_lane_and_no_group_is_known_by_its_numbers(int groups)
    {
        const int people = 1800;
        SimulatedAudience audience = Samples.Audience(people);
        IReadOnlyList<int> arms = audience.DrawGroups(groups);
        for (int lane = 0; lane < 3; lane++)
        {
            for (int arm = 0; arm < groups; arm++)
            {
                arms.Zip(audience.People).Count(pair => pair.First == arm && pair.Second.LaneIndex == lane).ShouldBe(people / 3 / groups);
            }
        }

        (arms.Take(people / 2).Count(arm => arm == 0) / (double)(people / 2)).ShouldBe(1.0 / groups, 0.06);
        arms.ShouldNotBe(Samples.Audience(people, Samples.Seed + 1).DrawGroups(groups));
    }
}
