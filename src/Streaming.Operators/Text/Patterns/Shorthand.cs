using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>What <c>\w</c>, <c>\d</c>, <c>\s</c> and their opposites stand for, as ranges of code points. Surrogates are none of them.</summary>
/// <param name="Members">The members in the basic plane, in a class's syntax.</param>
/// <param name="Astral">The ranges beyond it.</param>
internal sealed record Shorthand(string Members, IReadOnlyList<(int First, int Last)> Astral)
{
    private static readonly Dictionary<(char, PatternDialect), Lazy<Shorthand>> All = new()
    {
        [('w', PatternDialect.Regex)] = new(() => Of(PythonText.IsRegexWord)),
        [('W', PatternDialect.Regex)] = new(() => Of(c => !PythonText.IsRegexWord(c))),
        [('d', PatternDialect.Regex)] = new(() => Of(IsDigit)),
        [('D', PatternDialect.Regex)] = new(() => Of(c => !IsDigit(c))),
        [('s', PatternDialect.Regex)] = new(() => Of(IsSpace)),
        [('S', PatternDialect.Regex)] = new(() => Of(c => !IsSpace(c))),
        [('w', PatternDialect.Re)] = new(() => Of(PythonText.IsReWord)),
        [('W', PatternDialect.Re)] = new(() => Of(c => !PythonText.IsReWord(c))),
        [('d', PatternDialect.Re)] = new(() => Of(IsDigit)),
        [('D', PatternDialect.Re)] = new(() => Of(c => !IsDigit(c))),
        [('s', PatternDialect.Re)] = new(() => Of(IsStripped)),
        [('S', PatternDialect.Re)] = new(() => Of(c => !IsStripped(c))),
    };

    /// <summary>What a letter stands for.</summary>
    public static Shorthand Of(char letter, PatternDialect dialect) => All[(letter, dialect)].Value;

    private static Shorthand Of(Func<int, bool> isMember)
    {
        var ranges = Ranges(isMember).ToList();
        var members = new StringBuilder();
        foreach (var (first, last) in ranges.Where(r => r.First <= char.MaxValue))
        {
            members.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{last:X4}");
        }

        return new(members.ToString(), [.. ranges.Where(r => r.First > char.MaxValue)]);
    }

    // A range never crosses from the basic plane to the next.
    private static IEnumerable<(int First, int Last)> Ranges(Func<int, bool> isMember)
    {
        var first = -1;
        for (var c = 0; c <= 0x110000; c++)
        {
            var isIn = c < 0x110000 && c is < 0xD800 or > 0xDFFF && isMember(c);
            if (first >= 0 && (!isIn || c == 0x10000))
            {
                yield return (first, c - 1);
                first = -1;
            }

            first = isIn && first < 0 ? c : first;
        }
    }

    private static bool IsDigit(int c) => PythonText.Category(c) == UnicodeCategory.DecimalDigitNumber;

    private static bool IsStripped(int c) => c <= char.MaxValue && PythonText.WhiteSpace.Contains((char)c);

    // Unlike Python's re, the regex module leaves U+001C to U+001F out; so does .NET.
    private static bool IsSpace(int c) => c <= char.MaxValue && char.IsWhiteSpace((char)c);
}
