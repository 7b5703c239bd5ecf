namespace SendFlowr.Streams.Files;

/// <summary>A write failed because the volume, the quota or the largest file size is reached. Transient: space may be made.</summary>
public sealed class VolumeFullException : IOException
{
    public VolumeFullException()
    {
    }

    public VolumeFullException(string message)
        : base(message)
    {
    }

    public VolumeFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
