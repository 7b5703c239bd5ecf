namespace SendFlowr.Cli.Frame;

/// <summary>
/// The key of the identifier hash for verbs that keep no state (<c>backtest</c>, <c>bench</c>): always the same, and no secret,
/// so that the same file gives the same answer everywhere.
/// </summary>
internal static class FixedIdentityKey
{
    /// <summary>The 32 ASCII characters <c>sendflowr fixed key, not secret.</c></summary>
    public static ReadOnlySpan<byte> Bytes => "sendflowr fixed key, not secret."u8;
}
