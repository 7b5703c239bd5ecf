namespace SendFlowr.Cli.Tests.Script;

/// <summary>A test that acts as another user, which only root can, and only with <c>setpriv</c>.</summary>
internal sealed class OtherUserFact : FactAttribute
{
    public OtherUserFact()
    {
        if (!string.Equals(Environment.UserName, "root", StringComparison.Ordinal) || !File.Exists("/usr/bin/setpriv"))
        {
            Skip = "acting as another user needs root and /usr/bin/setpriv";
        }
    }
}
