namespace SendFlowr.Model.Latency;

/// <summary>A way of delivery with a latency of its own: a provider and a channel.</summary>
/// <remarks>Written <c>provider/channel</c>. The default value has null parts and is not a lane. Immutable; compared by ordinal.</remarks>
/// <param name="Provider">For example <c>klaviyo</c>; empty when unknown.</param>
/// <param name="Channel">For example <c>email</c>; empty when unknown.</param>
public readonly record struct Lane(string Provider, string Channel)
{
    private const char Separator = '/';

    /// <summary>Reads <c>provider/channel</c>; the provider ends at the first slash, both parts must be there.</summary>
    public static bool TryParse(string text, out Lane lane)
    {
        int slash = text.IndexOf(Separator, StringComparison.Ordinal);
        bool valid = slash > 0 && slash < text.Length - 1;
        lane = valid ? new Lane(text[..slash], text[(slash + 1)..]) : default;
        return valid;
    }

    public override string ToString() => Provider + Separator + Channel;
}
