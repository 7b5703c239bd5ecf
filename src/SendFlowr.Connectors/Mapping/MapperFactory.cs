using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Json;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Mapping;

/// <summary>Makes mappers of one definition. Immutable, thread-safe; making a mapper takes microseconds.</summary>
public sealed class MapperFactory
{
    private readonly ConnectorDefinition definition;
    private readonly MapperOptions options;

    /// <exception cref="ArgumentException">The default country is not in the phone table.</exception>
    public MapperFactory(ConnectorDefinition definition, MapperOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyCollection<string> countries = IdentifierRules.Default.Phones.CountryCodes;
        if (options.DefaultCountry is { } country && !countries.Contains(country, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The default country '{country}' is not known; known are {string.Join(", ", countries.Order(StringComparer.Ordinal))}.", nameof(options));
        }

        this.definition = definition;
        this.options = options;
    }

    public ConnectorDefinition Definition => definition;

    /// <summary>A mapper of JSON documents (also the lines of NDJSON), for one thread.</summary>
    public IEventMapper CreateJson() => new JsonEventMapper(definition, options);

    /// <summary>A mapper of the records of CSV files with this header, for one thread.</summary>
    /// <exception cref="DefinitionMismatchException">The header lacks columns that the definition reads.</exception>
    public IEventMapper CreateCsv(CsvHeader header) => new CsvEventMapper(definition, options, header);
}
