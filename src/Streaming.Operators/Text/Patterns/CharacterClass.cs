using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Collects the members of a class and writes it in .NET's syntax; members beyond the basic plane become alternatives of surrogate pairs.</summary>
/// <param name="ignoreCase">Whether case counts for nothing.</param>
/// <param name="pairs">Whether surrogate pairs are matched as such, so that no half of one may match alone.</param>
/// <param name="dialect">Which characters are parts of words and white space.</param>
internal sealed class CharacterClass(bool ignoreCase, bool pairs, PatternDialect dialect)
{
    /// <summary>The dot, where surrogate pairs are matched as such.</summary>
    public const string Dot = $"(?:{Pair}|{NotWithinPair}.)";

    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string NotWithinPair = @"(?<![\uD800-\uDBFF](?=[\uDC00-\uDFFF]))";

    /// <summary>What the <c>regex</c> module's <c>\w</c> matches in the basic plane.</summary>
    public const string Word = @"\w\p{Nl}\p{Me}\u24B6-\u24E9\u200C\u200D";

    /// <summary>What the <c>\w</c> of <c>re</c> matches in the basic plane.</summary>
    public const string ReWord = @"\p{L}\p{N}_";

    private readonly StringBuilder _members = new();
    private readonly List<(int First, int Last)> _astral = [];

    /// <summary>Whether the class is of all but its members.</summary>
    public bool Negated { get; set; }

    /// <summary>Whether there are members beyond the basic plane.</summary>
    public bool HasAstral => _astral.Count > 0;

    /// <summary>Adds a range of code points.</summary>
    public void Add(int first, int last)
    {
        if (first <= char.MaxValue)
        {
            var end = Math.Min(last, char.MaxValue);
            Append(first);
            if (end > first)
            {
                _members.Append('-');
                Append(end);
            }

            // Python folds the long s with s; .NET folds the Kelvin sign with k, but not this.
            if (ignoreCase && ((first <= 's' && end >= 's') || (first <= 'S' && end >= 'S')))
            {
                _members.Append(@"\u017F");
            }
        }

        if (last > char.MaxValue)
        {
            _astral.Add((Math.Max(first, 0x10000), last));
        }
    }

    /// <summary>Adds what <c>\w</c>, <c>\W</c>, <c>\d</c>, … stand for.</summary>
    public void AddShorthand(char letter)
    {
        if (pairs)
        {
            _members.Append(Shorthand.Of(letter, dialect).Members);
            _astral.AddRange(Shorthand.Of(letter, dialect).Astral);
        }
        else
        {
            _members.Append((letter, dialect) switch
            {
                ('w', PatternDialect.Regex) => Word,
                ('w', _) => ReWord,
                ('s', PatternDialect.Re) => @"\s\x1C-\x1F",
                ('W', _) or ('S', PatternDialect.Re) => Shorthand.Of(letter, dialect).Members + @"\uD800-\uDFFF",
                _ => $"\\{letter}",
            });
        }
    }

    /// <summary>Adds a part in .NET's own syntax.</summary>
    public void AddRaw(string part) => _members.Append(part);

    /// <summary>Writes the class.</summary>
    public void WriteTo(StringBuilder output)
    {
        if (!pairs)
        {
            output.Append(Negated ? "[^" : "[").Append(_members).Append(']');
            return;
        }

        var astral = string.Join('|', _astral.SelectMany(r => Pairs(r.First, r.Last)));
        var others = _members.Length == 0 ? @"[\s\S]" : $"[^{_members}]";
        output.Append(Negated
            ? $"(?:{(HasAstral ? $"(?!{astral})" : "")}(?:{Pair}|{NotWithinPair}{others}))"
            : (HasAstral, _members.Length > 0) switch
            {
                (true, true) => $"(?:{astral}|[{_members}])",
                (true, false) => $"(?:{astral})",
                _ => $"[{_members}]",
            });
    }

    // A range as products of ranges: the rest of the first lead's block, whole leads, the start of the last lead's block.
    private static IEnumerable<string> Pairs(int first, int last)
    {
        while (first <= last)
        {
            var lead = 0xD800 + ((first - 0x10000) >> 10);
            var block = ((first - 0x10000) & ~0x3FF) + 0x10000;
            var isWhole = first == block && last >= block + 0x3FF;
            var leads = isWhole ? (last + 1 - block) >> 10 : 1;
            var end = isWhole ? block + (leads << 10) - 1 : Math.Min(last, block + 0x3FF);
            yield return isWhole
                ? $"[\\u{lead:X4}-\\u{lead + leads - 1:X4}][\\uDC00-\\uDFFF]"
                : $"\\u{lead:X4}[\\u{0xDC00 + (first & 0x3FF):X4}-\\u{0xDC00 + (end & 0x3FF):X4}]";
            first = end + 1;
        }
    }

    private void Append(int unit) => _members.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
