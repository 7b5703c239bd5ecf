namespace SendFlowr.Pipeline.Hosting;

/// <summary>Rows that a question needs cannot be had at the moment; asking again in a few seconds may help. The text says what is missing.</summary>
public sealed class RowsUnavailableException : Exception
{
    public RowsUnavailableException()
    {
    }

    public RowsUnavailableException(string message)
        : base(message)
    {
    }

    public RowsUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
