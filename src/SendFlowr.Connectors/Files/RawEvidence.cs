using System.Security.Cryptography;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Files;

/// <summary>What a dead letter keeps of the bytes that were rejected.</summary>
public readonly ref struct RawEvidence
{
    /// <summary>A dead letter keeps at most this many bytes.</summary>
    public const int MaxBytes = 64 << 10;

    private RawEvidence(ReadOnlySpan<byte> prefix, long totalBytes, byte[] sha256)
    {
        Prefix = prefix;
        TotalBytes = totalBytes;
        Sha256 = sha256;
    }

    /// <summary>The first 64 KiB of the event.</summary>
    public ReadOnlySpan<byte> Prefix { get; }

    /// <summary>Its full length.</summary>
    public long TotalBytes { get; }

    /// <summary>SHA-256 of all of it, 32 bytes.</summary>
    public byte[] Sha256 { get; }

    /// <summary>The evidence of a rejection that this document gave.</summary>
    public static RawEvidence Of(SourceDocument document, in Rejection rejection) => document.Oversize is { } oversize
        ? new RawEvidence(document.Bytes, oversize.TotalBytes, oversize.Sha256)
        : Of(document.Bytes, rejection);

    /// <summary>The evidence of a rejection of a document given as bytes.</summary>
    public static RawEvidence Of(ReadOnlySpan<byte> document, in Rejection rejection)
    {
        ReadOnlySpan<byte> raw = document.Slice(rejection.RawStart, rejection.RawLength);
        return new RawEvidence(raw[..Math.Min(raw.Length, MaxBytes)], raw.Length, SHA256.HashData(raw));
    }
}
