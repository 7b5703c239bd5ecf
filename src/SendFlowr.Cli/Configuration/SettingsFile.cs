namespace SendFlowr.Cli.Configuration;

/// <summary>Reads the configuration: the file <c>sendflowr.yaml</c>, then the environment on top of it.</summary>
internal static class SettingsFile
{
    public const string DefaultName = "sendflowr.yaml";

    /// <summary>Loads the named file; without a name the default file of the current folder when it exists.</summary>
    /// <exception cref="Frame.VerbException">The file is missing or anything in it or in the environment is wrong.</exception>
    public static Settings Load(string? path)
    {
        string file = Path.GetFullPath(path ?? DefaultName);
        SettingsBinder binder = new(Environment.GetEnvironmentVariable, Path.GetDirectoryName(file)!);
        return binder.Bind(EnvironmentSettings.Read(Environment.GetEnvironmentVariables()));
    }
}
