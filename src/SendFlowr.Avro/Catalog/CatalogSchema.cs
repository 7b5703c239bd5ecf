using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Catalog;

/// <summary>One schema file of <c>schemas/</c>. Immutable.</summary>
/// <param name="Name">The schema's name in topics and code: the file's base name, for example <c>event</c>.</param>
/// <param name="Version">1, 2, … for a released one; null for the current one.</param>
/// <param name="Schema">The parsed schema.</param>
/// <param name="Text">The file's text.</param>
public sealed record CatalogSchema(string Name, int? Version, AvroSchema Schema, string Text)
{
    /// <summary>CRC-64-AVRO of the schema.</summary>
    public ulong Fingerprint => Schema.Fingerprint;

    public override string ToString() => Version is null ? Name : $"{Name} version {Version}";
}
