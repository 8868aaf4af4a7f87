using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Unicode normalization of any text: .NET's own throws on lone surrogates and on U+FFFE, which normalization leaves as they are.</summary>
internal static class SafeNormalization
{
    /// <summary>The normalized text; the same string where it is so already.</summary>
    public static string Apply(string text, NormalizationForm form)
    {
        if (FindRefused(text, 0) < 0)
        {
            return text.IsNormalized(form) ? text : text.Normalize(form);
        }

        // They neither compose nor reorder, so the parts between them can be normalized alone.
        var normalized = new StringBuilder(text.Length);
        var start = 0;
        for (var i = FindRefused(text, 0); i >= 0; i = FindRefused(text, i + 1))
        {
            normalized.Append(text[start..i].Normalize(form)).Append(text[i]);
            start = i + 1;
        }

        var whole = normalized.Append(text[start..].Normalize(form)).ToString();
        return whole == text ? text : whole;
    }

    private static int FindRefused(string text, int from)
    {
        var lone = Surrogates.FindLone(text, from);
        var reversedMark = text.IndexOf('\uFFFE', from);
        return lone < 0 || (reversedMark >= 0 && reversedMark < lone) ? reversedMark : lone;
    }
}
