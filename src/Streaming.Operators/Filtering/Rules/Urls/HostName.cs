using System.Buffers;
using System.Net;

namespace Streaming.Operators.Filtering.Rules.Urls;

/// <summary>The host of an address, as tldextract reads it: leniently, with or without a scheme, its case kept.</summary>
/// <param name="Registered">The domain that was registered (<c>example.co.uk</c>); empty for IP addresses and hosts without a public suffix.</param>
/// <param name="Full">The whole host name; empty where <paramref name="Registered"/> is.</param>
internal readonly record struct HostName(string Registered, string Full)
{
    private static readonly SearchValues<char> OfScheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    private static readonly char[] Dots = ['.', '\u3002', '\uFF0E', '\uFF61'];

    /// <summary>Reads an address.</summary>
    public static HostName Of(string url, PublicSuffixes suffixes)
    {
        var host = HostOf(url);
        var labels = host.Split(Dots);
        if (host.Length == 0 || (char.IsAsciiDigit(host[^1]) && labels.Length == 4 && IPAddress.TryParse(host, out _)))
        {
            return new("", "");
        }

        var suffix = suffixes.LabelsOf(labels);
        return suffix == 0 || suffix == labels.Length
            ? new("", "")
            : new(string.Join('.', labels[^(suffix + 1)..]), string.Join('.', labels));
    }

    private static string HostOf(string url)
    {
        var rest = WithoutScheme(url).AsSpan();
        var end = rest.IndexOfAny("/?#");
        rest = end < 0 ? rest : rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        var colon = rest.IndexOf(':');
        return (colon < 0 ? rest : rest[..colon]).Trim().TrimEnd(Dots).ToString();
    }

    private static string WithoutScheme(string url)
    {
        var slashes = url.IndexOf("//", StringComparison.Ordinal);
        if (slashes == 0)
        {
            return url[2..];
        }

        var isScheme = slashes >= 2 && url[slashes - 1] == ':'
            && !url.AsSpan(0, slashes - 1).ContainsAnyExcept(OfScheme);
        return isScheme ? url[(slashes + 2)..] : url;
    }
}
