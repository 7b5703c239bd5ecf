namespace SendFlowr.Streams.Topologies;

/// <summary>
/// One step of a topology, for one task: synchronous, single-threaded, without clock, randomness or I/O.
/// Everything it may know comes in as a record, a punctuation or a row of its tables, so that a run can be repeated.
/// </summary>
/// <remarks>
/// Its fields must hold nothing but copies of committed rows: after an abort a new instance is made, and anything else is lost.
/// </remarks>
public interface IProcessor
{
    /// <summary>Called once before anything else; the place to look up tables and sinks.</summary>
    void Init(IProcessorContext context);

    /// <summary>One record of a source. Bad data must be forwarded to a dead-letter sink; an exception stops the task.</summary>
    void Process(in Record record);

    /// <summary>
    /// The driver's clock has advanced to <paramref name="nowMilliseconds"/> (wall time, itself an input that the driver records).
    /// Called about once a second, and again at once while <see cref="IProcessorContext.RequestPunctuation"/> is asked for,
    /// so that long work can be done in slices of a few milliseconds.
    /// </summary>
    void Punctuate(long nowMilliseconds);

    /// <summary>
    /// The transaction is about to be committed: the place to write rows and send records that were held back since the last
    /// call, so that a value that changes with every record is written once. What was held back is lost on an abort, as everything is.
    /// </summary>
    void Flush()
    {
    }
}
