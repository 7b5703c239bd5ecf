using SendFlowr.Connectors.Mapping;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Events;

/// <summary>Maps a document to see whether it is an event. Not thread-safe.</summary>
internal sealed class DocumentCheck : IMappingSink
{
    private readonly IEventMapper _mapper;
    private EventError? _error;
    private int _line;

    public DocumentCheck(IEventMapper mapper) => _mapper = mapper;

    /// <summary>What is wrong with the document; null: nothing.</summary>
    public EventError? Run(int line, ReadOnlySpan<byte> document, long receivedAtMilliseconds)
    {
        _error = null;
        _line = line;
        _mapper.Map(document, receivedAtMilliseconds, this);
        return _error;
    }

    public void OnEvent(in MappedEvent mapped)
    {
    }

    public void OnIgnored(int index)
    {
    }

    public void OnRejected(in Rejection rejection) => _error = new EventError(_line, ShownValue.Path(rejection.Path), rejection.Reason.Text(), rejection.Detail);
}
