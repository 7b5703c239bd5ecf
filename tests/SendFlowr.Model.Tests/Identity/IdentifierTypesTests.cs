using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Tests.Identity;

public class IdentifierTypesTests
{
    [Theory]
    [InlineData("email_hash", 1.00, IdentifierRole.Anchor)]
    [InlineData("phone_number", 1.00, IdentifierRole.Anchor)]
    [InlineData("oauth_sub", 1.00, IdentifierRole.Anchor)]
    [InlineData("government_id_hash", 1.00, IdentifierRole.Anchor)]
    [InlineData("klaviyo_id", 0.95, IdentifierRole.Exclusive)]
    [InlineData("iterable_user_id", 0.95, IdentifierRole.Exclusive)]
    [InlineData("esp_user_id", 0.85, IdentifierRole.Exclusive)]
    [InlineData("postscript_subscriber_id", 0.90, IdentifierRole.Exclusive)]
    [InlineData("attentive_subscriber_id", 0.90, IdentifierRole.Exclusive)]
    [InlineData("shopify_customer_id", 0.90, IdentifierRole.Exclusive)]
    [InlineData("bigcommerce_customer_id", 0.90, IdentifierRole.Exclusive)]
    [InlineData("stripe_customer_id", 0.85, IdentifierRole.Pointer)]
    [InlineData("paypal_payer_id", 0.85, IdentifierRole.Pointer)]
    [InlineData("zendesk_user_id", 0.80, IdentifierRole.Pointer)]
    [InlineData("intercom_user_id", 0.80, IdentifierRole.Pointer)]
    [InlineData("gorgias_customer_id", 0.80, IdentifierRole.Pointer)]
    [InlineData("device_id", 0.70, IdentifierRole.Pointer)]
    [InlineData("cookie_id", 0.50, IdentifierRole.Pointer)]
    [InlineData("browser_fingerprint", 0.40, IdentifierRole.Hint)]
    [InlineData("ip_address", 0.30, IdentifierRole.Hint)]
    [InlineData("ip_device_signature", 0.50, IdentifierRole.Hint)]
    public void the_table_is_the_contract(string name, double weight, IdentifierRole role)
    {
        IdentifierTypes.Default.TryGet(name, out IdentifierType? type).ShouldBeTrue();
        type.ShouldNotBeNull();
        type.Name.ShouldBe(name);
        type.Weight.ShouldBe(weight);
        type.Role.ShouldBe(role);
    }

    [Fact]
    public void holds_the_types_of_the_contract_and_no_others()
    {
        IdentifierTypes.Default.All.Count.ShouldBe(21);
        IdentifierRules.Default.Version.ShouldBe(1);
    }

    [Fact]
    public void an_address_may_be_given_as_email_but_is_no_type_of_its_own()
    {
        IdentifierTypes.Default.TryGetEntry("email", out IdentifierEntry? entry).ShouldBeTrue();
        entry.ShouldNotBeNull();
        entry.Type.Name.ShouldBe(IdentifierTypes.EmailHash);
        entry.Form.ShouldBe(IdentifierForm.Email);
        IdentifierTypes.Default.TryGet("email", out _).ShouldBeFalse();
        IdentifierTypes.Default.TryGetEntry("phone"u8, out entry).ShouldBeTrue();
        entry!.Type.Name.ShouldBe(IdentifierTypes.PhoneNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Email")]
    [InlineData("email_has")]
    [InlineData("email_hash ")]
    [InlineData("a_name_that_is_much_longer_than_any_identifier_type_there_will_ever_be_in_the_table")]
    public void an_unknown_name_is_unknown(string name) =>
        IdentifierTypes.Default.TryGetEntry(name, out _).ShouldBeFalse();
}
