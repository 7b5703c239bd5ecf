using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Tests.Identity;

public class PersonReferenceTests
{
    [Theory]
    [InlineData("email=Ann@Example.com", "email_hash", "default", "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476")]
    [InlineData("phone=(415) 555-0123", "phone_number", "default", "+14155550123")]
    [InlineData("shopify_customer_id@eu=9007199254740993", "shopify_customer_id", "eu", "9007199254740993")]
    [InlineData("esp_user_id= a=b@c ", "esp_user_id", "default", "a=b@c")]
    public void reads_type_and_source_and_value(string text, string type, string source, string value)
    {
        PersonReference.TryParse(text, "US", IdentifierNormalizer.Default, out PersonReference? reference, out string error).ShouldBeTrue(error);
        reference!.Identifier.ShouldBe(new EventIdentifier(type, source, value));
        reference.UniversalId.ShouldBeNull();
    }

    [Fact]
    public void reads_a_universal_id()
    {
        string text = "universal_id=sf_000102030405060708090a0b0c0d0e0f";
        PersonReference.TryParse(text, null, IdentifierNormalizer.Default, out PersonReference? reference, out _).ShouldBeTrue();
        using NodeIdHasher hasher = new(new byte[32]);
        reference!.Node(hasher).ToString().ShouldBe("sf_000102030405060708090a0b0c0d0e0f");
    }

    [Theory]
    [InlineData("ann@example.com", "A person is named type=value or type@source=value")]
    [InlineData("=x", "A person is named type=value")]
    [InlineData("mail=ann@example.com", "'mail' is not an identifier type; known are email_hash,")]
    [InlineData("email=ann", "email: the value is not an e-mail address: give name@domain")]
    [InlineData("email=null", "email: the value is a placeholder")]
    [InlineData("email_hash=abc", "email_hash: the value is not 64 hex digits")]
    [InlineData("phone=0151 12345678", "phone: the value is a national phone number and no default country is set")]
    [InlineData("universal_id=sf_12", "universal_id: this is not 'sf_' followed by 32 hex digits")]
    [InlineData("cookie_id@=x", "cookie_id@…: the source between '@' and '=' has 0 characters")]
    public void says_which_type_is_wrong_and_what_to_write(string text, string expected)
    {
        PersonReference.TryParse(text, null, IdentifierNormalizer.Default, out PersonReference? reference, out string error).ShouldBeFalse();
        reference.ShouldBeNull();
        error.ShouldStartWith(expected);
    }

    [Fact]
    public void an_error_never_repeats_the_value()
    {
        PersonReference.TryParse("email=secret-person", null, IdentifierNormalizer.Default, out _, out string error).ShouldBeFalse();
        error.ShouldNotContain("secret");
    }
}
