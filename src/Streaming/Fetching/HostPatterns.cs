namespace Streaming.Fetching;

/// <summary>Hosts that may be asked. Names are compared as they go to the resolver: in lower case, international ones in Punycode, without the last dot.</summary>
internal sealed class HostPatterns(IReadOnlyList<string> patterns)
{
    private const string Any = "*";
    private const string Below = "*.";

    private readonly bool _any = patterns.Contains(Any);
    private readonly HashSet<string> _hosts = [.. patterns.Where(p => !p.StartsWith('*')).Select(Normal)];
    private readonly string[] _suffixes = [.. patterns.Where(p => p.StartsWith(Below, StringComparison.Ordinal)).Select(p => "." + Normal(p[Below.Length..]))];

    /// <summary>Whether the text can stand among them.</summary>
    public static bool IsPattern(string text) =>
        text == Any || Uri.CheckHostName(text.StartsWith(Below, StringComparison.Ordinal) ? text[Below.Length..] : text.Trim('[', ']')) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    /// <summary>Whether an address's host is one of them.</summary>
    public bool Allow(Uri address)
    {
        var host = Normal(address.IdnHost);
        return _any || _hosts.Contains(host) || Array.Exists(_suffixes, suffix => host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.Ordinal));
    }

    private static string Normal(string host)
    {
        var name = host.Trim('[', ']');
        return (Uri.TryCreate($"http://{(name.Contains(':') ? $"[{name}]" : name)}/", UriKind.Absolute, out var address) ? address.IdnHost : name).Trim('[', ']').TrimEnd('.').ToLowerInvariant();
    }
}
