namespace Streaming.Models.Endpoints;

/// <summary>Reads the address of an endpoint as people write it.</summary>
internal static class EndpointAddress
{
    private const string Route = "/chat/completions";

    /// <summary>The address that routes are appended to; a bare host gets <c>/v1</c>, and a whole route loses its end. Null where it is no address.</summary>
    public static Uri? Parse(string text)
    {
        var trimmed = text.Trim().TrimEnd('/');
        if (trimmed.EndsWith(Route, StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed[..^Route.Length];
        }

        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return address.AbsolutePath == "/" && address.Query.Length == 0 ? new Uri(address, "v1") : address;
    }
}
