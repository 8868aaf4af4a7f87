using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Streaming.Fetching;

/// <summary>Tells addresses of the open internet from those inside a machine or a network, which a reference in somebody's data must not reach (metadata services, admin pages, databases).</summary>
/// <remarks>
/// The blocks that IANA's special-purpose registries (RFC 6890) do not call globally reachable, multicast, and those in which an IPv4 address is wrapped (mapped, NAT64, 6to4, Teredo, IPv4-compatible), as whoever unwraps it may stand inside.
/// </remarks>
internal static class PublicAddress
{
    private static readonly AddressBlock[] _inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(AddressBlock.Parse),
    ];

    // Of IPv6 only 2000::/3 is given out; the others lie in it.
    private static readonly AddressBlock _given = AddressBlock.Parse("2000::/3");
    private static readonly AddressBlock[] _innerSix = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(AddressBlock.Parse)];

    /// <summary>Whether it is one.</summary>
    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(_inner, block => block.Contains(address)),
        AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6 && address.ScopeId == 0 && _given.Contains(address) && !Array.Exists(_innerSix, block => block.Contains(address)),
        _ => false,
    };

    // IPNetwork.Contains of .NET 10 says that ::ffff:10.0.0.1 lies in 2000::/3.
    private sealed record AddressBlock(byte[] Start, int Bits)
    {
        public static AddressBlock Parse(string text) => text.Split('/') is [var start, var bits] ? new(IPAddress.Parse(start).GetAddressBytes(), int.Parse(bits, CultureInfo.InvariantCulture)) : throw new FormatException(text);

        public bool Contains(IPAddress address)
        {
            var bytes = address.GetAddressBytes();
            var (whole, rest) = Math.DivRem(Bits, 8);
            return bytes.Length == Start.Length && bytes.AsSpan(0, whole).SequenceEqual(Start.AsSpan(0, whole)) && (rest == 0 || (bytes[whole] ^ Start[whole]) >> (8 - rest) == 0);
        }
    }
}
