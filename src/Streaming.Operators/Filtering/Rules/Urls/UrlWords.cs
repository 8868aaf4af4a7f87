using System.Buffers;

namespace Streaming.Operators.Filtering.Rules.Urls;

/// <summary>The rules over the words of an address: what stands between other characters than ASCII letters and digits.</summary>
internal sealed class UrlWords
{
    private static readonly SearchValues<char> Inside = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _hard;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _soft;
    private readonly SearchValues<string> _parts;
    private readonly bool _anyPart;
    private readonly int _softLimit;

    /// <summary>With the lists.</summary>
    public UrlWords(IEnumerable<string> hard, IEnumerable<string> soft, int softLimit, IEnumerable<string> parts)
    {
        _hard = hard.Select(Simplify).ToHashSet().GetAlternateLookup<ReadOnlySpan<char>>();
        _soft = soft.Select(Simplify).ToHashSet().GetAlternateLookup<ReadOnlySpan<char>>();
        var simple = parts.Select(Simplify).ToHashSet();
        _anyPart = simple.Remove("");
        _parts = SearchValues.Create([.. simple], StringComparison.Ordinal);
        _softLimit = softLimit;
    }

    /// <summary>The first rule that the address breaks; null where it breaks none.</summary>
    public string? Broken(string url)
    {
        var hard = false;
        var soft = new HashSet<string>();
        for (var start = 0; start <= url.Length;)
        {
            var length = url.AsSpan(start).IndexOfAnyExcept(Inside);
            length = length < 0 ? url.Length - start : length;
            var word = url.AsSpan(start, length);
            hard |= _hard.Contains(word);
            if (_soft.TryGetValue(word, out var known))
            {
                soft.Add(known);
            }

            start += length;
            var gap = start == url.Length ? 1 : url.AsSpan(start).IndexOfAny(Inside);
            start = gap < 0 ? url.Length : start + gap;
        }

        return hard ? "hard_blacklisted" : soft.Count >= _softLimit ? "soft_blacklisted" : HasPart(url) ? "blacklisted_subword" : null;
    }

    private bool HasPart(string url) => _anyPart || Simplify(url).AsSpan().ContainsAny(_parts);

    private static string Simplify(string text) => string.Concat(text.Where(Inside.Contains)).ToLowerInvariant();
}
