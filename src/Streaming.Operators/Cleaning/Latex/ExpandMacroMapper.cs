using System.Text;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>
/// Puts the values of LaTeX macros without arguments in their places: those that <c>\newcommand</c> and <c>\def</c> define in the text itself, at the end of a
/// line. A use is followed by one more character, no letter or digit; so one at the very end of the text stays. The lines that define macros change too.
/// </summary>
[Operator("expand_macro_mapper")]
internal sealed class ExpandMacroMapper : Mapper
{
    // Macros of macros can make any text explode.
    private const int MaxGrowth = 16;
    private const int MaxLength = 1 << 28;

    protected override void Map(Sample sample)
    {
        if (!sample.Text.Contains("\\newcommand", StringComparison.Ordinal) && !sample.Text.Contains("\\def", StringComparison.Ordinal))
        {
            return;
        }

        var limit = Math.Min(MaxLength, (1 << 20) + ((long)MaxGrowth * sample.Text.Length));
        foreach (var macro in LatexMacro.DefinedIn(sample.Text))
        {
            sample.Text = Expand(sample.Text, macro, limit);
        }
    }

    private static string Expand(string text, LatexMacro macro, long limit)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = 0; text.IndexOf(macro.Name, at, StringComparison.Ordinal) is var start and >= 0;)
        {
            at = start + macro.Name.Length;
            if (at == text.Length || char.IsAsciiLetterOrDigit(text[at]))
            {
                continue;
            }

            (result ??= new(text.Length)).Append(text, copied, start - copied).Append(macro.Value);
            copied = at;

            // The character behind it belongs to the use: a macro that starts there is not seen.
            at++;
            if (result.Length > limit)
            {
                throw new InvalidDataException($"Expanding its macros makes more than {limit} characters of it.");
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }
}
