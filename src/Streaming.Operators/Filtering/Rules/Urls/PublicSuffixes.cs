using System.Collections.Frozen;
using System.Globalization;

namespace Streaming.Operators.Filtering.Rules.Urls;

/// <summary>Which ends of host names are open to registrations, by the rules of a public suffix list (publicsuffix.org), its private part left out.</summary>
internal sealed class PublicSuffixes
{
    /// <summary>Where Debian and others put the list.</summary>
    public const string SystemPath = "/usr/share/publicsuffix/public_suffix_list.dat";

    private const string PrivatePart = "===BEGIN PRIVATE DOMAINS===";

    private readonly FrozenSet<string> _rules;
    private readonly FrozenSet<string> _wildcards;
    private readonly FrozenSet<string> _exceptions;
    private readonly int _longest;

    private PublicSuffixes(IReadOnlyCollection<string> rules)
    {
        _wildcards = rules.Where(r => r.StartsWith("*.", StringComparison.Ordinal)).Select(r => r[2..]).ToFrozenSet(StringComparer.Ordinal);
        _exceptions = rules.Where(r => r.StartsWith('!')).Select(r => r[1..]).ToFrozenSet(StringComparer.Ordinal);
        _rules = rules.Where(r => r[0] is not ('*' or '!')).ToFrozenSet(StringComparer.Ordinal);
        _longest = rules.Select(r => r.Count(c => c == '.') + 1).DefaultIfEmpty().Max();
    }

    /// <summary>A few hundred rules from common knowledge: two letters, the oldest names, and the second level of countries. For machines without a list.</summary>
    public static PublicSuffixes Basic { get; } = new([.. BasicSuffixes.All]);

    /// <summary>Reads a list.</summary>
    public static PublicSuffixes Read(string path) => new([.. File.ReadLines(path)
        .TakeWhile(line => !line.Contains(PrivatePart, StringComparison.Ordinal))
        .Select(line => line.Trim().Split(' ', '\t')[0])
        .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))]);

    /// <summary>The number of labels at the end of a host name that are its suffix; 0 where no rule says so.</summary>
    public int LabelsOf(IReadOnlyList<string> labels)
    {
        var (suffix, found) = ("", 0);

        // No rule has more labels; a host of a million of them must not be put together label by label.
        for (var count = 1; count <= Math.Min(labels.Count, _longest); count++)
        {
            var label = Readable(labels[^count]);
            var longer = count == 1 ? label : $"{label}.{suffix}";
            if (_exceptions.Contains(longer))
            {
                return count - 1;
            }

            if (_rules.Contains(longer) || (count > 1 && _wildcards.Contains(suffix)))
            {
                found = count;
            }

            suffix = longer;
        }

        return found;
    }

    private static string Readable(string label)
    {
        var lower = label.ToLowerInvariant();
        if (!lower.StartsWith("xn--", StringComparison.Ordinal))
        {
            return lower;
        }

        try
        {
            return new IdnMapping().GetUnicode(lower);
        }
        catch (ArgumentException)
        {
            return lower;
        }
    }
}
