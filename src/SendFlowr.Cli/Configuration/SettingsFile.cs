using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Cli.Configuration;

/// <summary>Reads the configuration: the file <c>sendflowr.yaml</c>, then the environment on top of it.</summary>
internal static class SettingsFile
{
    public const string DefaultName = "sendflowr.yaml";

    /// <summary>Loads the named file; without a name the default file of the current folder when it exists.</summary>
    /// <exception cref="VerbException">The file is missing, or anything in it or in the environment is wrong: wrong usage.</exception>
    public static Settings Load(string? path)
    {
        string file = path ?? DefaultName;
        List<SettingEntry> entries = [];
        if (File.Exists(file))
        {
            entries.AddRange(Read(File.ReadAllText(file), file));
        }
        else if (path is not null)
        {
            throw VerbException.Usage($"the configuration file '{path}' does not exist; check --config.");
        }

        entries.AddRange(EnvironmentSettings.Read(Environment.GetEnvironmentVariables()));
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return new SettingsBinder(Environment.GetEnvironmentVariable, folder).Bind(entries);
    }

    /// <summary>The keys of a file's text in its order. A file of comments has none.</summary>
    internal static IReadOnlyList<SettingEntry> Read(string text, string file)
    {
        if (text.Split('\n').All(static line => line.TrimStart() is "" or ['#', ..]))
        {
            return [];
        }

        YamlErrors errors = new(file);
        List<SettingEntry> entries = [];
        if (YamlDocument.Parse(text, errors) is { } root)
        {
            if (root.Kind == YamlKind.Mapping)
            {
                Flatten(root, "", file, entries);
            }
            else
            {
                errors.Add(root, $"expected keys of the configuration, found {root.Description}.");
            }
        }

        return errors.Any ? throw VerbException.Usage("the configuration is wrong:\n" + string.Join('\n', errors.All)) : entries;
    }

    /// <summary>The second of a list is <c>feeds.1</c>, as in the environment.</summary>
    private static void FlattenList(YamlNode list, string key, string file, List<SettingEntry> entries)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            YamlNode item = list.Items[i];
            string itemKey = string.Create(CultureInfo.InvariantCulture, $"{key}.{i}");
            if (item.Kind == YamlKind.Mapping)
            {
                Flatten(item, itemKey + ".", file, entries);
            }
            else
            {
                entries.Add(new SettingEntry(itemKey, null, item.Description, string.Create(CultureInfo.InvariantCulture, $"{file}:{item.Line}:{item.Column}")));
            }
        }
    }

    private static void Flatten(YamlNode mapping, string prefix, string file, List<SettingEntry> entries)
    {
        foreach ((YamlNode name, YamlNode value) in mapping.Entries)
        {
            string key = prefix + name.Text;
            if (value.Kind == YamlKind.Mapping && SettingsBinder.IsGroup(key))
            {
                Flatten(value, key + ".", file, entries);
                continue;
            }

            if (value.Kind == YamlKind.Sequence && key == "feeds")
            {
                FlattenList(value, key, file, entries);
                continue;
            }

            bool isText = value is { Kind: YamlKind.Scalar, IsNull: false };
            string where = string.Create(CultureInfo.InvariantCulture, $"{file}:{name.Line}:{name.Column}");
            entries.Add(new SettingEntry(key, isText ? value.Text : null, isText ? "" : value.Description, where));
        }
    }
}
