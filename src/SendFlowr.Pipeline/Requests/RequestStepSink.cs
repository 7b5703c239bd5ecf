using System.Text;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Sends steps to the home of a request_id or to a person. Reuses its buffer; not thread-safe.</summary>
internal sealed class RequestStepSink
{
    private readonly RecordWriter _writer = new(Schemas.RequestStep);

    /// <summary>To the home: the partition of the request_id.</summary>
    public void SendHome(ISink sink, RequestStep step, long nowMilliseconds) =>
        sink.Send(Encoding.UTF8.GetBytes(step.RequestId), Bytes(step), nowMilliseconds);

    /// <summary>To the person.</summary>
    public void SendToPerson(ISink sink, RequestStep step, long nowMilliseconds)
    {
        Span<byte> key = stackalloc byte[RowKey.SizeBytes];
        step.Person!.Value.Write(key);
        sink.Send(key, Bytes(step), nowMilliseconds);
    }

    /// <summary>The record; valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes(RequestStep step)
    {
        step.Write(_writer.Begin());
        return _writer.Bytes;
    }
}
