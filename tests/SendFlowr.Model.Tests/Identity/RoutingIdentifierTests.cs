using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Tests.Identity;

public sealed class RoutingIdentifierTests : IDisposable
{
    private static readonly EventIdentifier Email = new("email_hash", "default", new string('a', 64));
    private static readonly EventIdentifier Phone = new("phone_number", "default", "+14155550123");
    private static readonly EventIdentifier OAuth = new("oauth_sub", "google", "g1");
    private static readonly EventIdentifier Klaviyo = new("klaviyo_id", "default", "k1");
    private static readonly EventIdentifier Shopify = new("shopify_customer_id", "eu", "s1");
    private static readonly EventIdentifier CookieA = new("cookie_id", "default", "c1");
    private static readonly EventIdentifier CookieB = new("cookie_id", "default", "c2");

    private readonly NodeIdHasher hasher = new(new byte[32]);

    public void Dispose() => hasher.Dispose();

    [Fact]
    public void e_mail_goes_before_phone_before_weight()
    {
        Choose(CookieA, Shopify, Klaviyo, OAuth, Phone, Email).ShouldBe(new RoutingChoice(hasher.Hash(Email), 1.0, 5));
        Choose(CookieA, OAuth, Phone, Klaviyo).ShouldBe(new RoutingChoice(hasher.Hash(Phone), 1.0, 2));
        Choose(Shopify, Klaviyo, OAuth).ShouldBe(new RoutingChoice(hasher.Hash(OAuth), 1.0, 2));
        Choose(CookieA, Shopify, Klaviyo).ShouldBe(new RoutingChoice(hasher.Hash(Klaviyo), 0.95, 2));
        Choose(CookieA).Confidence.ShouldBe(0.5);
    }

    [Fact]
    public void among_equals_the_least_node_id_is_taken()
    {
        NodeId least = hasher.Hash(CookieA) < hasher.Hash(CookieB) ? hasher.Hash(CookieA) : hasher.Hash(CookieB);
        Choose(CookieA, CookieB).Node.ShouldBe(least);
        Choose(CookieB, CookieA).Node.ShouldBe(least);
    }

    [Fact]
    public void the_order_of_identifiers_does_not_matter()
    {
        const int seed = 3;
        Random random = new(seed);
        EventIdentifier[] all = [Email, Phone, OAuth, Klaviyo, Shopify, CookieA, CookieB];
        for (int round = 0; round < 300; round++)
        {
            EventIdentifier[] some = [.. all.Where(_ => random.Next(2) == 0)];
            NodeId node = Choose(some).Node;
            random.Shuffle(some);
            Choose(some).Node.ShouldBe(node, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void an_event_that_names_nobody_gets_an_id_of_its_own()
    {
        RoutingChoice none = Choose();
        none.ShouldBe(new RoutingChoice(hasher.HashEvent("shop", "e1"), 0, -1));
        Choose(new EventIdentifier("no_such_type", "default", "x")).ShouldBe(none);
        RoutingIdentifier.Choose(new CanonicalEvent { Provider = "shop", EventId = "e2" }, hasher).Node.ShouldNotBe(none.Node);
    }

    private RoutingChoice Choose(params EventIdentifier[] identifiers)
    {
        CanonicalEvent source = new() { Provider = "shop", EventId = "e1" };
        source.Identifiers.AddRange(identifiers);
        return RoutingIdentifier.Choose(source, hasher);
    }
}
