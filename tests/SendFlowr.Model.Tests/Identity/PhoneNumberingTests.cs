using System.Text;
using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Tests.Identity;

public class PhoneNumberingTests
{
    [Theory]
    [InlineData("+1 415 555 0123", null, "+14155550123")]
    [InlineData("+1 (415) 555-0123", null, "+14155550123")]
    [InlineData("+49 1511 2345678", "US", "+4915112345678")]
    [InlineData("(415) 555-0123", "US", "+14155550123")]
    [InlineData("1-415-555-0123", "us", "+14155550123")]
    [InlineData("011 44 20 7946 0018", "US", "+442079460018")]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    [InlineData("+44 (0)20 7946 0018", null, "+442079460018")]
    [InlineData("00 44 (0) 20 7946 0018", "DE", "+442079460018")]
    [InlineData("0151/12345678", "DE", "+4915112345678")]
    [InlineData("15112345678", "DE", "+4915112345678")]
    [InlineData("4915112345678", "DE", "+4915112345678")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678")]
    [InlineData("612.345.678", "ES", "+34612345678")]
    [InlineData("06 1234 5678", "IT", "+390612345678")]
    [InlineData("+39 (0) 6 1234 5678", null, "+390612345678")]
    [InlineData("8 (916) 123-45-67", "RU", "+79161234567")]
    [InlineData("8001234567", "RU", "+78001234567")]
    [InlineData("06 20 123 4567", "HU", "+36201234567")]
    [InlineData("0412 345 678", "AU", "+61412345678")]
    [InlineData("098765 43210", "IN", "+919876543210")]
    [InlineData("090-1234-5678", "JP", "+819012345678")]
    [InlineData("(11) 91234-5678", "BR", "+5511912345678")]
    [InlineData("+972 50-123-4567", null, "+972501234567")]
    [InlineData("+1\u00a0415\u2011555\u20110123", null, "+14155550123")]
    public void brings_a_number_to_e164(string text, string? country, string expected)
    {
        Normalize(text, country, out string e164).ShouldBe(IdentifierProblem.None);
        e164.ShouldBe(expected);
    }

    [Theory]
    [InlineData("12345", "US", IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+12345", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+1 115 555 0123", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("415 555 01234 5", "US", IdentifierProblem.NotAPhoneNumber)]
    [InlineData("1-800-FLOWERS", "US", IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+49 151 1234567890123", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("++4915112345678", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+44(0)", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+44 00000000", null, IdentifierProblem.NotAPhoneNumber)]
    [InlineData("+999 12345678", null, IdentifierProblem.UnknownCallingCode)]
    [InlineData("+0 12345678", null, IdentifierProblem.UnknownCallingCode)]
    [InlineData("00999 12345678", "DE", IdentifierProblem.UnknownCallingCode)]
    [InlineData("0151 12345678", null, IdentifierProblem.CountryNeeded)]
    [InlineData("4155550123", null, IdentifierProblem.CountryNeeded)]
    public void refuses_what_cannot_be_a_number(string text, string? country, IdentifierProblem expected)
    {
        Normalize(text, country, out string e164).ShouldBe(expected);
        e164.ShouldBeEmpty();
    }

    [Fact]
    public void knows_at_least_the_sixty_most_used_countries()
    {
        IdentifierRules.Default.Phones.CountryCodes.Count.ShouldBeGreaterThan(60);
        foreach (string iso in (string[])["US", "GB", "DE", "FR", "IN", "BR", "JP", "CN", "ZA", "AU", "MX", "PL", "TR", "ID", "NG"])
        {
            IdentifierRules.Default.Phones.KnowsCountry(iso).ShouldBeTrue(iso);
        }
    }

    [Fact]
    public void an_unknown_default_country_is_the_callers_mistake() =>
        Should.Throw<ArgumentException>(() => Normalize("0151 12345678", "XX", out _));

    [Fact]
    public void every_national_number_that_passes_is_read_the_same_in_international_form()
    {
        const int seed = 7;
        Random random = new(seed);
        foreach (string iso in IdentifierRules.Default.Phones.CountryCodes.Order())
        {
            for (int round = 0; round < 200; round++)
            {
                string digits = string.Concat(Enumerable.Range(0, random.Next(5, 14)).Select(_ => (char)('0' + random.Next(10))));
                if (Normalize(digits, iso, out string e164) == IdentifierProblem.None)
                {
                    Normalize(e164, null, out string again).ShouldBe(IdentifierProblem.None, $"seed {seed}, {iso}");
                    again.ShouldBe(e164);
                }
            }
        }
    }

    private static IdentifierProblem Normalize(string text, string? country, out string e164) =>
        IdentifierRules.Default.Phones.Normalize(Encoding.UTF8.GetBytes(text), country, out e164);
}
