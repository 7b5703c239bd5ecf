using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Servers;

/// <summary>A test that needs a real broker and the native client; skipped, with the reason, where one of them cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class KafkaFactAttribute : FactAttribute
{
    private static readonly string? Problem = FindProblem();

    public KafkaFactAttribute()
    {
        if (Problem is not null)
        {
            Skip = Problem;
        }
    }

    private static string? FindProblem()
    {
        if (Surroundings.KafkaJars is null)
        {
            return "There is no Kafka: set KAFKA_HOME to an unpacked distribution (or have one in ../shared/kafka beside the checkout).";
        }

        if (!ServerProcess.CanRun(Surroundings.Java, "-version"))
        {
            return $"Kafka needs Java, and '{Surroundings.Java}' cannot be run.";
        }

        try
        {
            KafkaLibrary.Load();
            return null;
        }
        catch (KafkaLibraryException problem)
        {
            return problem.Message;
        }
    }
}
