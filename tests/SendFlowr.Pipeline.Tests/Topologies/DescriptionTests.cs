using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Tests.Topologies;

/// <summary>What the data directories in the field were made for: a change here makes them unreadable and needs a new version.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void normalize_is_what_data_directories_were_made_for() =>
        NormalizeTopology.Build(() => throw new InvalidOperationException("Not run."), () => throw new InvalidOperationException("Not run."))
            .Describe().ShouldBe("""
            topology normalize
              source documents (feed)
              source requests <- sendflowr.requests
              processor map
                reads   documents
                writes  events, deadletters
              processor requests
                reads   requests
                writes  requests, deadletters
              sink events -> sendflowr.events
              sink requests -> sendflowr.person.requests
              sink deadletters -> sendflowr.deadletters

            """);

    [Fact]
    public void person_is_what_data_directories_were_made_for() =>
        PersonTopology.Build(SignalRules.Factory, 60, PersonClocks.Utc).Describe().ShouldBe("""
            topology person
              source events <- sendflowr.events
              source priors <- sendflowr.priors (broadcast)
              source requests <- sendflowr.person.requests
              source hops <- sendflowr.person.hops
              source lanes <- sendflowr.lanes (broadcast)
              table timing
              table signals
              table messages
              table handoffs
              table lanes
              table lanes-due
              table features-due
              table task
              table request-home
              table request-days
              table pending
              table pending-of
              table replans-due
              table lane-estimates
              processor events
                reads   events
                tables  timing, signals, messages, handoffs, lanes, lanes-due, features-due, task, pending-of, replans-due
              processor learning
                reads   priors
                tables  timing, task
                writes  sums
              processor features
                reads   priors
                tables  timing, features-due, task
                writes  features
              processor lanes
                reads   priors
                tables  lanes, lanes-due
                writes  sums
              processor request-home
                reads   requests
                tables  request-home, request-days
                writes  hops, deadletters
              processor requests
                reads   hops, lanes, priors
                tables  timing, signals, task, pending, pending-of, replans-due, lane-estimates
                writes  requests, decisions, triggers
              sink features -> sendflowr.features
              sink sums -> sendflowr.priors.sums
              sink requests -> sendflowr.person.requests
              sink hops -> sendflowr.person.hops
              sink decisions -> sendflowr.decisions
              sink triggers -> sendflowr.triggers
              sink deadletters -> sendflowr.deadletters

            """);

    [Fact]
    public void tenant_is_what_data_directories_were_made_for() =>
        TenantTopology.Build(8, "utc").Describe().ShouldBe("""
            topology tenant
              source sums <- sendflowr.priors.sums
              table runs
              table versions
              table lanes
              processor priors
                reads   sums
                tables  runs, versions
                writes  priors
              processor lanes
                reads   sums
                tables  lanes
                writes  lanes
              sink priors -> sendflowr.priors
              sink lanes -> sendflowr.lanes

            """);
}
