using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Json;

namespace SendFlowr.Connectors.Mapping;

/// <summary>Makes mappers of one definition. Immutable, thread-safe; making a mapper takes microseconds.</summary>
public sealed class MapperFactory(ConnectorDefinition definition, MapperOptions options)
{
    public ConnectorDefinition Definition => definition;

    /// <summary>A mapper of JSON documents (also the lines of NDJSON), for one thread.</summary>
    public IEventMapper CreateJson() => new JsonEventMapper(definition, options);

    /// <summary>A mapper of the records of CSV files with this header, for one thread.</summary>
    /// <exception cref="DefinitionMismatchException">The header lacks columns that the definition reads.</exception>
    public IEventMapper CreateCsv(CsvHeader header) => new CsvEventMapper(definition, options, header);
}
