using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Tests.Identity;

public class IdentifierNormalizerTests
{
    private const string AnnHash = "9f53cbbf8a0c8d2ea5ab4ff0a5ae4b7d0f2bdf6bf6b0a2a6f1d7b4ecf8c7b9bb";

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("  Ann@Example.COM \t")]
    [InlineData("ANN@EXAMPLE.COM\u00a0")]
    [InlineData("\ufeffann@example.com")]
    public void an_address_becomes_the_hash_of_its_trimmed_lower_case(string raw)
    {
        Normalize(IdentifierForm.Email, raw, out string value).ShouldBe(IdentifierProblem.None);
        value.ShouldBe(Sha("ann@example.com"));
    }

    [Fact]
    public void letters_outside_ascii_are_lower_cased_too()
    {
        Normalize(IdentifierForm.Email, "JÜRGEN@ÖBB.at", out string value).ShouldBe(IdentifierProblem.None);
        value.ShouldBe(Sha("jürgen@öbb.at"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("@example.com")]
    [InlineData("ann@")]
    [InlineData("Ann <ann@example.com>")]
    [InlineData("ann@example.com, bob@example.com")]
    [InlineData("ann smith@example.com")]
    public void what_is_no_address_is_refused(string raw) =>
        Normalize(IdentifierForm.Email, raw, out _).ShouldBe(IdentifierProblem.NotAnEmail);

    [Fact]
    public void a_hash_in_either_case_is_the_same_key()
    {
        Normalize(IdentifierForm.EmailHash, AnnHash.ToUpperInvariant() + " ", out string value).ShouldBe(IdentifierProblem.None);
        value.ShouldBe(AnnHash);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(32)]
    [InlineData(40)]
    public void a_hash_of_another_length_is_refused(int length) =>
        Normalize(IdentifierForm.EmailHash, new string('a', length), out _).ShouldBe(IdentifierProblem.NotAHash);

    [Fact]
    public void a_hash_with_other_letters_is_refused() =>
        Normalize(IdentifierForm.EmailHash, AnnHash[..63] + "g", out _).ShouldBe(IdentifierProblem.NotAHash);

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("\"null\"")]
    [InlineData("'None'")]
    [InlineData("\\\"undefined\\\"")]
    [InlineData("\"'null'\"")]
    [InlineData("“null”")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"-1\"")]
    [InlineData("[object Object]")]
    [InlineData("[OBJECT OBJECT]")]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("test@test.com")]
    [InlineData("TEST@Test.com")]
    [InlineData("{{ customer.email }}")]
    [InlineData("*|EMAIL|*")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void a_placeholder_is_blocked_in_any_quoting_and_case_under_every_type(string raw)
    {
        foreach (IdentifierForm form in Enum.GetValues<IdentifierForm>())
        {
            Normalize(form, raw, out string value).ShouldBe(IdentifierProblem.Blocked);
            value.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    [InlineData("undefined")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("[object Object]")]
    [InlineData("anonymous")]
    [InlineData("test@test.com")]
    public void the_hash_of_a_placeholder_is_blocked_in_either_case(string placeholder)
    {
        Normalize(IdentifierForm.EmailHash, Sha(placeholder), out _).ShouldBe(IdentifierProblem.Blocked);
        Normalize(IdentifierForm.EmailHash, $"\"{Sha(placeholder).ToUpperInvariant()}\"", out _).ShouldBe(IdentifierProblem.Blocked);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("nullable-7")]
    [InlineData("9007199254740993")]
    [InlineData("O'Brien")]
    [InlineData("ß")]
    public void an_ordinary_value_is_kept_as_it_is(string raw)
    {
        Normalize(IdentifierForm.Text, $" {raw} ", out string value).ShouldBe(IdentifierProblem.None);
        value.ShouldBe(raw);
    }

    [Fact]
    public void the_limit_of_length_counts_bytes()
    {
        Normalize(IdentifierForm.Text, new string('a', 256), out _).ShouldBe(IdentifierProblem.None);
        Normalize(IdentifierForm.Text, new string('a', 257), out _).ShouldBe(IdentifierProblem.TooLong);
        Normalize(IdentifierForm.Text, new string('ß', 128), out _).ShouldBe(IdentifierProblem.None);
        Normalize(IdentifierForm.Text, new string('ß', 129), out _).ShouldBe(IdentifierProblem.TooLong);
        Normalize(IdentifierForm.Text, new string('a', 100_000), out _).ShouldBe(IdentifierProblem.TooLong);
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("éÂ\u0085b")]
    public void a_control_character_is_refused(string raw) =>
        Normalize(IdentifierForm.Text, raw, out _).ShouldBe(IdentifierProblem.ControlCharacter);

    [Fact]
    public void broken_unicode_is_refused()
    {
        Normalize(IdentifierForm.Text, "a\ud800b", out _).ShouldBe(IdentifierProblem.NotText);
        IdentifierNormalizer.Default.Normalize(IdentifierForm.Text, [0x61, 0xFF, 0x62], null, out _).ShouldBe(IdentifierProblem.NotText);
    }

    [Fact]
    public void any_bytes_have_an_answer_and_a_good_one_is_stable()
    {
        const int seed = 20261121;
        Random random = new(seed);
        byte[] buffer = new byte[300];
        for (int round = 0; round < 20_000; round++)
        {
            Span<byte> raw = buffer.AsSpan(0, random.Next(buffer.Length));
            random.NextBytes(raw);
            if (round % 2 == 0)
            {
                const string alphabet = "0123456789+-() .@abnul\"'\\{}";
                for (int i = 0; i < raw.Length; i++)
                {
                    raw[i] = (byte)alphabet[raw[i] % alphabet.Length];
                }

                raw = raw[..(raw.Length % 24)];
            }

            foreach (IdentifierForm form in Enum.GetValues<IdentifierForm>())
            {
                IdentifierProblem problem = IdentifierNormalizer.Default.Normalize(form, raw, "DE", out string value);
                string context = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}, form {form}");
                problem.Code().ShouldNotBeEmpty(context);
                value.Length.ShouldBeInRange(problem == IdentifierProblem.None ? 1 : 0, problem == IdentifierProblem.None ? 256 : 0, context);
                if (problem == IdentifierProblem.None && form != IdentifierForm.Email)
                {
                    Normalize(form, value, out string again).ShouldBe(IdentifierProblem.None, context);
                    again.ShouldBe(value, context);
                }
            }
        }
    }

    [Fact]
    public void every_problem_has_a_code_and_words()
    {
        IdentifierProblem[] all = Enum.GetValues<IdentifierProblem>();
        all.Select(problem => problem.Code()).Distinct().Count().ShouldBe(all.Length);
        all.Select(problem => problem.Explain()).Distinct().Count().ShouldBe(all.Length);
    }

    private static IdentifierProblem Normalize(IdentifierForm form, string raw, out string value) =>
        IdentifierNormalizer.Default.Normalize(form, raw, null, out value);

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
