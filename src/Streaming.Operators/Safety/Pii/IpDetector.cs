using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds IP addresses that stand alone, other than private and special ones.</summary>
internal sealed class IpDetector(bool onlyPublic) : IPiiDetector
{
    private const int LongestV6 = 45;

    private static readonly SearchValues<char> OfV6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    public void AddFindings(string text, List<PiiFinding> findings)
    {
        for (var at = 0; Ipv4Addresses.TryNext(text, at, out var span); at = span.End)
        {
            var isAlone = !Continues(text, span.Start - 1, -1) && !Continues(text, span.End, 1);
            if (isAlone && Ipv4Addresses.TryParse(span.Of(text), out var value) && (!onlyPublic || PublicNetworks.Contain(value)))
            {
                findings.Add(new(PiiKind.Ip, span));
            }
        }

        AddV6(text, findings);
    }

    // A letter or digit, or a full stop with a digit behind: a version, or a longer number.
    private static bool Continues(string text, int at, int step)
    {
        if (at < 0 || at >= text.Length)
        {
            return false;
        }

        var next = at + step;
        return char.IsLetterOrDigit(text[at]) || text[at] is '_' || (text[at] is '.' or '-' && next >= 0 && next < text.Length && char.IsLetterOrDigit(text[next]));
    }

    private void AddV6(string text, List<PiiFinding> findings)
    {
        for (var at = 0; text.AsSpan(at).IndexOf(':') is var next and >= 0;)
        {
            var colon = at + next;
            var start = text.AsSpan(at, next).LastIndexOfAnyExcept(OfV6) + 1 + at;
            var length = text.AsSpan(start).IndexOfAnyExcept(OfV6);
            var end = length < 0 ? text.Length : start + length;
            at = Math.Max(end, colon + 1);
            while (end > start && text[end - 1] is '.' or ':' && !(end - start >= 3 && text[end - 1] == ':' && text[end - 2] == ':'))
            {
                end--;
            }

            var isAlone = (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            if (isAlone && end - start is >= 6 and <= LongestV6 && IsV6(text.AsSpan(start, end - start)))
            {
                findings.Add(new(PiiKind.Ip, new(start, end)));
            }
        }
    }

    // Three groups or more, one of them with a digit: dead::beef is also a name in a program.
    private bool IsV6(ReadOnlySpan<char> text) => text.Count(':') >= 3 && text.ContainsAnyInRange('0', '9')
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
        && (!onlyPublic || !(IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || IsForDocuments(address)));

    // 2001:db8::/32
    private static bool IsForDocuments(IPAddress address) => address.GetAddressBytes() is [0x20, 0x01, 0x0D, 0xB8, ..];
}
