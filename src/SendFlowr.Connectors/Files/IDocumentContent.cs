namespace SendFlowr.Connectors.Files;

/// <summary>The text of a file that is cut into documents. Not thread-safe, except for <see cref="BytesRead"/>.</summary>
internal interface IDocumentContent : IDisposable
{
    /// <summary>Bytes of the file read so far, as they lie on the disk.</summary>
    long BytesRead { get; }

    long BytesTotal { get; }

    /// <summary>Where the first byte that <see cref="Fill"/> gives stands: 3 behind a byte order mark, else 0.</summary>
    int StartOffset { get; }

    /// <summary>True when no more bytes follow, also because of damage.</summary>
    bool Ended { get; }

    /// <summary>What is wrong with the file; null while all is well.</summary>
    ContentDamage? Damage { get; }

    /// <summary>Reads behind the bytes at hand until the buffer is full or the content ends; returns the bytes then at hand.</summary>
    int Fill(byte[] buffer, int length);
}
