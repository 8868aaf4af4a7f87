using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>
/// A text in which every code point is one UTF-16 unit, so that .NET's expressions count and classify as Python does: characters beyond the basic plane
/// are stood in for by a rare character of the same general category, and so are the few that Python holds for parts of words and .NET does not.
/// </summary>
internal sealed class OneUnitText
{
    // One rarely used character of the basic plane for each general category, in the order of UnicodeCategory.
    internal const string StandIns =
        "\uA680\uA681\u01C5\uA4F8\uA4D0\uA8E0\uA880\u20DD\uA8D0\u2180\uA830\u3000\u2028\u2029\u0001\u061C\uD800\uF8FE\u203F\u301C\u2E28\u2E29\u2E1C\u2E1D\uA874\u2A76\uA838\uA700\uA4A2\uFFFE";

    private const char WordStandIn = '\uA4D0';

    private const char OtherStandIn = '\uA874';

    private static readonly CodePointSet SeenDifferently =
        CodePointSet.Where(c => c < 0x10000 && PythonText.IsRegexWord(c) && !IsDotNetWord((char)c));

    private static readonly Lazy<CodePointSet> SeenDifferentlyByRe =
        new(() => CodePointSet.Where(c => c < 0x10000 && PythonText.IsReWord(c) != IsDotNetWord((char)c)));

    private readonly int[] _starts;

    private OneUnitText(string text, int[] starts)
    {
        Text = text;
        _starts = starts;
    }

    /// <summary>The text with one unit for each code point.</summary>
    public string Text { get; }

    /// <summary>Makes the text for a pattern, or null where the text itself serves.</summary>
    public static OneUnitText? Of(string text, TranslatedPattern pattern)
    {
        if (pattern.WritesPairs || Ascii.IsValid(text))
        {
            return null;
        }

        var needed = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || (pattern.AsksBorders && DifferencesOf(pattern).Count(text) > 0);
        return needed ? Build(text, pattern) : null;
    }

    /// <summary>Where the code point at an index of <see cref="Text"/> starts in the original.</summary>
    public int Original(int index) => _starts[index];

    private static OneUnitText Build(string text, TranslatedPattern pattern)
    {
        var count = CodePoints.Count(text);
        var starts = new int[count + 1];
        var units = new char[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            starts[i] = at;
            var c = CodePoints.At(text, at, out var length);
            units[i] = length == 2 ? StandInFor(c, pattern.Dialect)
                : !pattern.AsksBorders || !DifferencesOf(pattern).Contains(c) ? (char)c
                : IsDotNetWord((char)c) ? OtherStandIn : WordStandIn;
            at += length;
        }

        starts[count] = at;
        return new(new(units), starts);
    }

    private static CodePointSet DifferencesOf(TranslatedPattern pattern) =>
        pattern.Dialect == PatternDialect.Re ? SeenDifferentlyByRe.Value : SeenDifferently;

    private static char StandInFor(int codePoint, PatternDialect dialect)
    {
        var category = PythonText.Category(codePoint);
        return dialect == PatternDialect.Regex && category != UnicodeCategory.DecimalDigitNumber && PythonText.IsRegexWord(codePoint) && category is not <= UnicodeCategory.EnclosingMark
            ? WordStandIn
            : StandIns[(int)category];
    }

    private static bool IsDotNetWord(char c) => char.GetUnicodeCategory(c) is <= UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation || c is '\u200C' or '\u200D';
}
