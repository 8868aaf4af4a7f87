using System.Globalization;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>
/// <c>Precompiled</c>: SentencePiece's character map (mostly NFKC with changes), applied as Hugging Face's library does it: a grapheme cluster of fewer than six bytes is
/// looked up whole, else its code points one by one, and of several entries that begin a key the shortest counts.
/// </summary>
internal sealed class CharsMapNormalizer : Normalizer
{
    private readonly CharsMap _map;
    private readonly string?[] _ascii = new string?[128];
    private readonly bool _asciiIsPlain;

    public CharsMapNormalizer(CharsMap map)
    {
        _map = map;
        for (var unit = 0; unit < _ascii.Length; unit++)
        {
            _ascii[unit] = map.ShortestMatch(((char)unit).ToString());
        }

        _asciiIsPlain = Array.TrueForAll(_ascii[' '..0x7F], replacement => replacement is null);
    }

    public override void Apply(AlignedText text)
    {
        if (_asciiIsPlain && text.Span.IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return;
        }

        if (text.Traced)
        {
            ApplyTraced(text);
        }
        else
        {
            ApplyUntraced(text);
        }
    }

    private void ApplyTraced(AlignedText text)
    {
        var changes = new List<(Rune Rune, int Change)>(text.Length);
        var modified = false;
        for (var rest = text.Span; rest.Length > 0;)
        {
            var length = ClusterLength(rest);
            modified |= AddCluster(changes, rest[..length]);
            rest = rest[length..];
        }

        if (!modified)
        {
            return;
        }

        text.BeginEdit();
        foreach (var (rune, change) in changes)
        {
            text.Put(rune, change);
        }

        text.EndEdit();
    }

    // An ASCII character before an ASCII one is a cluster of its own, but for CR LF.
    private static int ClusterLength(ReadOnlySpan<char> text) =>
        text[0] < 0x80 && text[0] != '\r' && (text.Length == 1 || text[1] < 0x80) ? 1 : StringInfo.GetNextTextElementLength(text);

    private void ApplyUntraced(AlignedText text)
    {
        text.BeginEdit();
        while (text.Rest.Length > 0)
        {
            var rest = text.Rest;
            var plain = _asciiIsPlain ? rest.IndexOfAnyExceptInRange(' ', '~') : 0;
            plain = plain < 0 ? rest.Length : plain > 0 && rest[plain] >= 0x80 ? plain - 1 : plain;
            if (plain > 0)
            {
                text.Keep(plain);
                continue;
            }

            WriteCluster(text, rest[..ClusterLength(rest)]);
        }

        text.EndEdit();
    }

    private void WriteCluster(AlignedText text, ReadOnlySpan<char> cluster)
    {
        if (cluster.Length < 6 && Encoding.UTF8.GetByteCount(cluster) < 6 && _map.ShortestMatch(cluster) is { } whole)
        {
            text.Replace(cluster.Length, whole);
            return;
        }

        while (cluster.Length > 0)
        {
            Rune.DecodeFromUtf16(cluster, out _, out var width);
            var replacement = width == 1 && cluster[0] < 0x80 ? _ascii[cluster[0]] : _map.ShortestMatch(cluster[..width]);
            text.Replace(width, replacement is null ? cluster[..width] : replacement);
            cluster = cluster[width..];
        }
    }

    private bool AddCluster(List<(Rune Rune, int Change)> changes, ReadOnlySpan<char> cluster)
    {
        if (cluster.Length == 1 && cluster[0] < 0x80)
        {
            return AddPart(changes, cluster, _ascii[cluster[0]]);
        }

        if (cluster.Length < 6 && Encoding.UTF8.GetByteCount(cluster) < 6 && _map.ShortestMatch(cluster) is { } whole)
        {
            return AddPart(changes, cluster, whole);
        }

        var modified = false;
        while (cluster.Length > 0)
        {
            Rune.DecodeFromUtf16(cluster, out _, out var width);
            modified |= AddPart(changes, cluster[..width], _map.ShortestMatch(cluster[..width]));
            cluster = cluster[width..];
        }

        return modified;
    }

    // New code points beyond the number of old ones are additions; old ones beyond the number of new ones vanish behind the last new one.
    private static bool AddPart(List<(Rune Rune, int Change)> changes, ReadOnlySpan<char> old, string? replacement)
    {
        var difference = -changes.Count;
        foreach (var rune in (replacement ?? old).EnumerateRunes())
        {
            changes.Add((rune, 0));
        }

        difference += changes.Count;
        foreach (var _ in old.EnumerateRunes())
        {
            difference--;
        }

        for (var index = changes.Count - 1; difference > 0; index--, difference--)
        {
            changes[index] = (changes[index].Rune, 1);
        }

        if (difference < 0 && changes.Count > 0)
        {
            changes[^1] = (changes[^1].Rune, changes[^1].Change + difference);
        }

        return replacement is not null;
    }
}
