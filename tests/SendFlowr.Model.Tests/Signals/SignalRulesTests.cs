using System.Security.Cryptography;
using System.Text;
using SendFlowr.Model.Signals;

namespace SendFlowr.Model.Tests.Signals;

public class SignalRulesTests
{
    [Theory]
    [InlineData("site_visit", 30)]
    [InlineData("product_view", 30)]
    [InlineData("cart_add", 30)]
    [InlineData("search_performed", 30)]
    [InlineData("app_opened", 30)]
    [InlineData("sms_click", 15)]
    [InlineData("sms_clicked", 15)]
    [InlineData("payment_succeeded", 30)]
    [InlineData("ticket_closed_satisfied", 120)]
    public void hot_paths_have_the_windows_of_the_contract(string signal, int minutes) =>
        SignalRules.Factory.HotPaths.Single(rule => rule.Signal == signal).Window.ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("support_ticket", 48, BreakerScope.Person)]
    [InlineData("zendesk_ticket_created", 48, BreakerScope.Person)]
    [InlineData("ticket_created", 48, BreakerScope.Person)]
    [InlineData("complaint", 48, BreakerScope.Person)]
    [InlineData("survey_negative", 48, BreakerScope.Person)]
    [InlineData("payment_failed", 24, BreakerScope.Person)]
    [InlineData("unsubscribe_request", 168, BreakerScope.Person)]
    [InlineData("sms_unsubscribed", 168, BreakerScope.Person)]
    [InlineData("ticket_closed_unsatisfied", 168, BreakerScope.Person)]
    [InlineData("repeated_hard_bounces", 168, BreakerScope.Channel)]
    [InlineData("spam_report", null, BreakerScope.Person)]
    [InlineData("complained", null, BreakerScope.Person)]
    public void breakers_have_the_durations_and_scopes_of_the_contract(string signal, int? hours, BreakerScope scope)
    {
        BreakerRule rule = SignalRules.Factory.Breakers.Single(rule => rule.Signal == signal);
        rule.Duration.ShouldBe(hours is { } h ? TimeSpan.FromHours(h) : null);
        rule.Scope.ShouldBe(scope);
    }

    [Fact]
    public void numbers_are_those_of_the_contract()
    {
        SignalRules rules = SignalRules.Factory;
        rules.Peak.ShouldBe(2.0);
        rules.Decay.ShouldBe(TimeSpan.FromMinutes(15));
        rules.Active.ShouldBe(TimeSpan.FromMinutes(60));
        rules.ProductBound.ShouldBe(10.0);
        rules.HotPaths.Count.ShouldBe(9);
        rules.Breakers.Count.ShouldBe(12);
    }

    [Fact]
    public void the_policy_version_names_the_bytes_of_the_file()
    {
        byte[] file = Encoding.UTF8.GetBytes(Minimal());
        string digest = Convert.ToHexStringLower(SHA256.HashData(file));
        SignalRules rules = SignalRules.Parse(file, "own.json");
        rules.Digest.ShouldBe(digest);
        rules.PolicyVersion.ShouldBe("signals.v3:" + digest[..12]);
    }

    [Fact]
    public void only_event_types_of_the_rules_are_signals()
    {
        SignalRules.Factory.IsSignal("bounced").ShouldBeTrue();
        SignalRules.Factory.IsSignal("subscribed").ShouldBeTrue();
        SignalRules.Factory.IsSignal("clicked").ShouldBeFalse();
        SignalRules.Factory.IsSignal("repeated_hard_bounces").ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"version\": 3", "\"version\": 0", "own.json.version is 0: write a whole number from 1")]
    [InlineData("\"version\": 3", "\"version\": 3, \"speed\": 1", "own.json.speed is not a known field: use one of version, hot_paths")]
    [InlineData("\"version\": 3", "\"version\": 3, \"version\": 4", "own.json is not valid JSON")]
    [InlineData("\"version\": 3,", "", "own.json.version is missing: add it")]
    [InlineData("\"peak\": 2.0", "\"peak\": 0", "own.json.hot_paths.peak is 0: write a number from")]
    [InlineData("\"peak\": 2.0", "\"peak\": \"2\"", "own.json.hot_paths.peak is \"2\": write a number")]
    [InlineData("\"product_bound\": 10.0", "\"product_bound\": 0.5", "own.json.hot_paths.product_bound is 0.5: write a number from 1 to 1000")]
    [InlineData("\"decay_minutes\": 15", "\"decay_minutes\": 1.5", "own.json.hot_paths.decay_minutes is 1.5: write a whole number")]
    [InlineData("\"signal\": \"visit\"", "\"signal\": \"Visit\"", "own.json.hot_paths.signals[0].signal is \"Visit\": write a name")]
    [InlineData("\"window_minutes\": 30", "\"window_minutes\": 0", "own.json.hot_paths.signals[0].window_minutes is 0")]
    [InlineData("\"window_minutes\": 30", "\"window_minutes\": 30, \"counts_as\": \"tap\"", "own.json lets visit count as tap: name a hot path")]
    [InlineData("\"hours\": 48", "\"hours\": 48, \"permanent\": true", "own.json.breakers[0] is permanent and has hours: write either")]
    [InlineData(", \"hours\": 48", "", "own.json.breakers[0] has no end: write either")]
    [InlineData("\"scope\": \"person\"", "\"scope\": \"world\"", "own.json.breakers[0].scope is \"world\": write person or channel")]
    [InlineData("\"hours\": 48", "\"hours\": 48, \"attribute\": \"kind\"", "own.json.breakers[0] has only one of attribute and equals")]
    [InlineData("\"hours\": 48", "\"hours\": 48, \"repeats\": 2", "own.json.breakers[0] has only one of repeats and repeats_within_hours")]
    [InlineData("\"hours\": 48", "\"hours\": 48, \"repeats\": 9, \"repeats_within_hours\": 1", "breakers[0].repeats is 9: write a whole number from 2 to 8")]
    [InlineData("\"hours\": 48", "\"hours\": 48, \"unsubscribes\": 1", "own.json.breakers[0].unsubscribes is 1: write true or false")]
    [InlineData("\"id\": 2", "\"id\": 1", "own.json gives the id 1 twice, the second time to ticket")]
    [InlineData("\"signal\": \"ticket\"", "\"signal\": \"left\"", "own.json has the signal left twice")]
    [InlineData("\"breakers\": [", "\"breakers\": [ 7, ", "own.json.breakers[0] is 7: write an object with the fields")]
    [InlineData("\"subscription\": {", "\"subscription\": null, \"x\": {", "own.json.x is not a known field")]
    public void a_bad_file_is_refused_with_place_value_and_remedy(string good, string bad, string message)
    {
        string json = Minimal();
        json.ShouldContain(good);
        byte[] file = Encoding.UTF8.GetBytes(json.Replace(good, bad, StringComparison.Ordinal));
        Should.Throw<SignalRulesException>(() => SignalRules.Parse(file, "own.json")).Message.ShouldContain(message);
    }

    [Fact]
    public void a_list_longer_than_the_limit_is_refused()
    {
        string entry = "{ \"id\": 1, \"signal\": \"visit\", \"window_minutes\": 30 }";
        string json = Minimal().Replace(entry, string.Join(", ", Enumerable.Repeat(entry, 65)), StringComparison.Ordinal);
        Should.Throw<SignalRulesException>(() => SignalRules.Parse(Encoding.UTF8.GetBytes(json), "own.json"))
            .Message.ShouldContain("own.json.hot_paths.signals has 65 entries: keep it to 64");
    }

    private static string Minimal() =>
        """
        {
          "version": 3,
          "hot_paths": {
            "peak": 2.0, "decay_minutes": 15, "active_minutes": 60, "product_bound": 10.0,
            "signals": [ { "id": 1, "signal": "visit", "window_minutes": 30 } ]
          },
          "breakers": [ { "id": 2, "signal": "ticket", "scope": "person", "hours": 48 } ],
          "subscription": { "unsubscribed": { "id": 3, "signal": "left" }, "subscribed": { "id": 4, "signal": "back" } }
        }
        """;
}
