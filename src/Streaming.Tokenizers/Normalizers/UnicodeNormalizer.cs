using System.Globalization;
using System.Runtime.InteropServices;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : Normalizer
{
    private const int LongestRun = 100;

    private bool IsCompatible => form is NormalizationForm.FormKC or NormalizationForm.FormKD;

    private bool IsComposed => form is NormalizationForm.FormC or NormalizationForm.FormKC;

    public override void Apply(AlignedText text)
    {
        if (Ascii.IsValid(text.Span))
        {
            return;
        }

        var before = text.Span.ToString();
        var after = Normalized(before, form);
        if (after == before)
        {
            return;
        }

        if (text.Traced)
        {
            ApplyTraced(text, before, after);
            return;
        }

        text.BeginEdit();
        text.Insert(after);
        text.EndEdit();
    }

    /// <summary>
    /// A normal form. U+FFFE, which .NET refuses, is left where it is (it combines with nothing). Sorting marks takes ICU quadratic time, so a run of hundreds is
    /// normalized in parts: no writing has one.
    /// </summary>
    internal static string Normalized(string text, NormalizationForm form)
    {
        var normalized = default(StringBuilder);
        var start = 0;
        var marks = 0;
        for (var index = 0; index < text.Length; index++)
        {
            marks = CharUnicodeInfo.GetUnicodeCategory(text[index]) is UnicodeCategory.NonSpacingMark ? marks + 1 : 0;
            if (text[index] == '\uFFFE' || marks > LongestRun)
            {
                normalized ??= new StringBuilder();
                normalized.Append(text[start..index].Normalize(form));
                normalized.Append(marks > 0 ? "" : "\uFFFE");
                start = marks > 0 ? index : index + 1;
                marks = 0;
            }
        }

        return normalized is null ? text.Normalize(form) : normalized.Append(text[start..].Normalize(form)).ToString();
    }

    /// <summary>
    /// Finds for each code point of the result the decomposed code points that it is made of. The first one of an old code point's decomposition counts 0, the others 1;
    /// n joined into one count n - 1 less.
    /// </summary>
    private void ApplyTraced(AlignedText text, string before, string after)
    {
        var changes = new Dictionary<Rune, Queue<int>>();
        foreach (var rune in before.EnumerateRunes())
        {
            var change = 0;
            foreach (var part in DecompositionOf(rune, IsCompatible ? NormalizationForm.FormKD : NormalizationForm.FormD))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(changes, part, out _) ??= []).Enqueue(change);
                change = 1;
            }
        }

        text.BeginEdit();
        foreach (var rune in after.EnumerateRunes())
        {
            text.Put(rune, IsComposed ? ComposedChange(rune, changes) : Take(rune, changes));
        }

        text.EndEdit();
    }

    private static int ComposedChange(Rune rune, Dictionary<Rune, Queue<int>> changes)
    {
        var change = 1;
        foreach (var part in DecompositionOf(rune, NormalizationForm.FormD))
        {
            change += Take(part, changes) - 1;
        }

        return change;
    }

    // Equal code points keep their order, so the first one that is left is the right one.
    private static int Take(Rune rune, Dictionary<Rune, Queue<int>> changes) => changes.TryGetValue(rune, out var left) && left.TryDequeue(out var change) ? change : 0;

    private static StringRuneEnumerator DecompositionOf(Rune rune, NormalizationForm form)
    {
        var text = rune.ToString();
        return (rune.IsAscii || rune.Value == 0xFFFE ? text : text.Normalize(form)).EnumerateRunes();
    }
}
