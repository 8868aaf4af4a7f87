using System.Net;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Tells addresses of the public network from private and special ones, as Python 3.11's <c>ipaddress.is_global</c> (multicast counts as public).</summary>
internal static class PublicNetworks
{
    private static readonly (uint Network, uint Mask)[] Others =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29", "192.0.0.170/31", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
        }.Select(IPNetwork.Parse).Select(n => (Ipv4Addresses.TryParse(n.BaseAddress.ToString(), out var value) ? value : 0, uint.MaxValue << (32 - n.PrefixLength))),
    ];

    /// <summary>Whether the address is public.</summary>
    public static bool Contain(uint address)
    {
        foreach (var (network, mask) in Others)
        {
            if ((address & mask) == network)
            {
                return false;
            }
        }

        return true;
    }
}
