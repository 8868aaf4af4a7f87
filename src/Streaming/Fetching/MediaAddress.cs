namespace Streaming.Fetching;

/// <summary>References that are addresses of the web.</summary>
internal static class MediaAddress
{
    // What servers take at most; a longer one would stand in the error many times.
    private const int MaxCharacters = 8192;
    private const int MostShown = 300;

    /// <summary>The address, or null where the reference is none of http or https.</summary>
    public static Uri? Of(Media medium) =>
        medium.Path is { Length: <= MaxCharacters } path && (path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(path.Trim(), UriKind.Absolute, out var address) && IsWeb(address) ? address : null;

    /// <summary>Whether it is an address of http or https with a host.</summary>
    public static bool IsWeb(Uri address) => address.Scheme is "http" or "https" && address.Host.Length > 0;

    /// <summary>An address for errors: its user and its query, in which passwords and signatures stand, are left out.</summary>
    public static string Shown(Uri address)
    {
        var shown = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return (shown.Length <= MostShown ? shown : shown[..MostShown] + "…") + (address.Query.Length > 1 ? "?…" : "");
    }
}
