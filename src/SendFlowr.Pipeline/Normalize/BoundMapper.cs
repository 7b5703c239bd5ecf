using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>What one processor needs for the documents of one binding. Not thread-safe.</summary>
internal sealed class BoundMapper(FeedBinding binding)
{
    public FeedBinding Binding { get; } = binding;

    public IEventMapper Mapper { get; } = binding.CreateMapper();

    public DeadLetterWriter Letters { get; } = new(binding.Source, binding.Topic);
}
