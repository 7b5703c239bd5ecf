namespace SendFlowr.Avro.Schemas;

/// <summary>The kinds of Avro schemas and values. The default is <see cref="Null"/>; a value is never of kind
/// <see cref="Union"/>.</summary>
public enum AvroKind
{
    Null = 0,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Union,
    Fixed,
}
