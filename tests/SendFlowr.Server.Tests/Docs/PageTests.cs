using System.Text.RegularExpressions;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Docs;

public sealed partial class PageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task the_page_loads_nothing_from_elsewhere()
    {
        Reply page = await server.GetAsync("/docs");
        page.Status.ShouldBe(200);
        page.MediaType.ShouldBe("text/html");
        string[] links = [.. Link().Matches(page.Text).Select(match => match.Groups[1].Value)];
        links.ShouldContain("/docs/page.js");
        foreach (string link in links)
        {
            link.ShouldStartWith("/");
            link.ShouldNotStartWith("//");
            (await server.GetAsync(link)).Status.ShouldBe(200, link);
        }

        foreach (string file in (string[])["/docs", "/docs/page.js", "/docs/page.css"])
        {
            (await server.GetAsync(file)).Text.ShouldNotMatch("(https?:)?//[a-z]+\\.", file);
        }
    }

    [Fact]
    public async Task the_browser_is_told_to_load_nothing_from_elsewhere()
    {
        using HttpResponseMessage response = await server.Client.GetAsync(new Uri(server.Address, "/docs"));
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Link();
}
