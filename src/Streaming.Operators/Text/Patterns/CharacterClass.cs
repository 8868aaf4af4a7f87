using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Collects the members of a class and writes it in .NET's syntax; members beyond the basic plane become alternatives of surrogate pairs.</summary>
internal sealed class CharacterClass(bool ignoreCase)
{
    /// <summary>What the <c>regex</c> module's <c>\w</c> matches in the basic plane.</summary>
    public const string Word = @"\w\p{Nl}\p{Me}\u24B6-\u24E9\u200C\u200D";

    private static readonly Lazy<string> NotWord = new(() => Complement(PythonText.IsRegexWord));

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
    public void AddShorthand(char letter) => _members.Append(letter switch
    {
        'w' => Word,
        'W' => NotWord.Value,
        _ => $"\\{letter}",
    });

    /// <summary>Adds a part in .NET's own syntax.</summary>
    public void AddRaw(string part) => _members.Append(part);

    /// <summary>Writes the class.</summary>
    public void WriteTo(StringBuilder output)
    {
        if (!HasAstral)
        {
            output.Append(Negated ? "[^" : "[").Append(_members).Append(']');
            return;
        }

        var pairs = string.Join('|', _astral.SelectMany(r => Pairs(r.First, r.Last)));
        output.Append(Negated
            ? $"(?:(?!{pairs})(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^{_members}]))"
            : _members.Length == 0 ? $"(?:{pairs})" : $"(?:{pairs}|[{_members}])");
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

    private static string Complement(Func<int, bool> isMember)
    {
        var ranges = new StringBuilder();
        for (var c = 0; c <= char.MaxValue; c++)
        {
            if (isMember(c))
            {
                continue;
            }

            var first = c;
            while (c < char.MaxValue && !isMember(c + 1))
            {
                c++;
            }

            ranges.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{c:X4}");
        }

        return ranges.ToString();
    }

    private void Append(int unit) => _members.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
