namespace SendFlowr.Connectors.Files;

/// <summary>A file that ends early or is damaged. Everything whole before that place has been delivered. Not transient: the file must be fetched again.</summary>
public sealed class SourceDamagedException : Exception
{
    public SourceDamagedException(string file, long documents, string problem, Exception? inner)
        : base($"{file}: {problem}. The {documents} whole documents before were read; what follows is missing. Fetch the file again and ingest it: what was whole is recognised. If the file was altered rather than cut short, what was read may be wrong: compare it with its origin.", inner)
    {
        FileName = file;
        Documents = documents;
    }

    public string FileName { get; }

    /// <summary>Documents delivered before the damage.</summary>
    public long Documents { get; }
}
