using System.Diagnostics;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Decision ids within rows: their 32 hex digits as 16 bytes.</summary>
internal static class DecisionIdBytes
{
    public const int SizeBytes = 16;

    private const string Prefix = "d_";

    public static string Read(ReadOnlySpan<byte> row) => Prefix + Convert.ToHexStringLower(row[..SizeBytes]);

    public static void Write(Span<byte> row, string id)
    {
        Debug.Assert(id.StartsWith(Prefix, StringComparison.Ordinal), "ids are made by RequestDigest");
        Convert.FromHexString(id.AsSpan(Prefix.Length), row[..SizeBytes], out _, out _);
    }
}
