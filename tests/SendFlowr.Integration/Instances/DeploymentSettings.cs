namespace SendFlowr.Integration.Instances;

/// <summary>What instances of one deployment are told, as environment variables.</summary>
internal static class DeploymentSettings
{
    /// <summary>Settings with one worker for each instance, and what a test adds or has otherwise.</summary>
    /// <param name="bootstrap">Brokers.</param>
    /// <param name="prefix">What the deployment's topics begin with.</param>
    /// <param name="more">By name; those of the same name win over what is set here.</param>
    public static Dictionary<string, string> Of(string bootstrap, string prefix, params (string Key, string Value)[] more)
    {
        Dictionary<string, string> all = new()
        {
            ["SENDFLOWR__ENGINE"] = "kafka",
            ["SENDFLOWR__IDENTITY__KEY"] = new string('7', 64),
            ["SENDFLOWR__POLICY__CLOCK"] = "utc",
            ["SENDFLOWR__KAFKA__BOOTSTRAP"] = bootstrap,
            ["SENDFLOWR__KAFKA__PREFIX"] = prefix,
            ["SENDFLOWR__KAFKA__WORKERS"] = "1",
        };
        foreach ((string key, string value) in more)
        {
            all[key] = value;
        }

        return all;
    }
}
