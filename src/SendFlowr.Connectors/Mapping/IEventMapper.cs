namespace SendFlowr.Connectors.Mapping;

/// <summary>Turns the documents of one feed into canonical events. Not thread-safe: one a thread, made by <see cref="MapperFactory"/>.</summary>
public interface IEventMapper
{
    /// <summary>
    /// Maps one document: calls the sink once for each event in it, in order. Never throws because of the bytes;
    /// a document that cannot be read at all is one rejection.
    /// </summary>
    /// <param name="document">One JSON document or CSV record, without its line end.</param>
    /// <param name="receivedAtMilliseconds">When it was received, epoch milliseconds: the bound of times in the future.</param>
    /// <param name="sink">Where the outcomes go.</param>
    void Map(ReadOnlySpan<byte> document, long receivedAtMilliseconds, IMappingSink sink);
}

/// <summary>Receives the outcomes of a mapper: exactly one call an event.</summary>
public interface IMappingSink
{
    /// <summary>The event is good.</summary>
    void OnEvent(in MappedEvent mapped);

    /// <summary>The definition leaves the event out on purpose.</summary>
    /// <param name="index">Position of the event within its document, 0 first.</param>
    void OnIgnored(int index);

    /// <summary>The event is a dead letter.</summary>
    void OnRejected(in Rejection rejection);
}
