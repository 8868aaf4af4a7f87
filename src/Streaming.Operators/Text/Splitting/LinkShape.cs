namespace Streaming.Operators.Text.Splitting;

/// <summary>Tells whether a whole word is a link: a host name with a last label of lower-case letters, or four numbers; with a scheme, a user, a port, a path, or without.</summary>
internal static class LinkShape
{
    /// <summary>Whether it is.</summary>
    public static bool Matches(ReadOnlySpan<char> word)
    {
        if (!word.Contains('.'))
        {
            return false;
        }

        var rest = word;
        if (rest.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 && IsScheme(rest[..scheme]))
        {
            rest = rest[(scheme + 3)..];
        }

        if (rest.LastIndexOf('@') is var at and > 0)
        {
            rest = rest[(at + 1)..];
        }

        var end = rest.IndexOfAny("/?#");
        var host = end < 0 ? rest : rest[..end];
        if (host.LastIndexOf(':') is var colon and > 0)
        {
            var port = host[(colon + 1)..];
            if (port.Length is < 2 or > 5 || port.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            host = host[..colon];
        }

        return IsHost(host);
    }

    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '+' or '-' or '.'))
            {
                return false;
            }
        }

        return scheme.Length >= 2;
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        var (labels, numbers, isLastLower) = (0, 0, false);
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.IsEmpty || !IsLabel(label))
            {
                return false;
            }

            labels++;
            numbers += label.ContainsAnyExceptInRange('0', '9') ? 0 : 1;
            isLastLower = label.Length >= 2 && IsLower(label);
        }

        return labels >= 2 && (isLastLower || (labels == 4 && numbers == 4));
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            if (!char.IsAsciiLetterOrDigit(c) && c < '\u00A1' && !(c is '-' or '_' && i > 0 && i < label.Length - 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLower(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
        {
            if (char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.LowercaseLetter or System.Globalization.UnicodeCategory.OtherLetter))
            {
                return false;
            }
        }

        return true;
    }
}
