namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>A deployment was begun with something that this instance has otherwise. The text names the setting and the remedy; trying again does not help.</summary>
public sealed class DeploymentMismatchException : Exception
{
    public DeploymentMismatchException()
    {
    }

    public DeploymentMismatchException(string message)
        : base(message)
    {
    }

    public DeploymentMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
