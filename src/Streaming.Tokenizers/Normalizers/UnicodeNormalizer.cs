using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : Normalizer
{
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

    /// <summary>A normal form; U+FFFE, which .NET refuses, is left where it is (it combines with nothing).</summary>
    internal static string Normalized(string text, NormalizationForm form) => text.Contains('\uFFFE')
        ? string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(form)))
        : text.Normalize(form);

    /// <summary>
    /// Finds for each code point of the result the decomposed code points that it is made of. The first one of an old code point's decomposition counts 0, the others 1;
    /// n joined into one count n - 1 less.
    /// </summary>
    private void ApplyTraced(AlignedText text, string before, string after)
    {
        var decomposed = new List<(Rune Rune, int Change)>();
        foreach (var rune in before.EnumerateRunes())
        {
            var first = true;
            foreach (var part in DecompositionOf(rune, IsCompatible ? NormalizationForm.FormKD : NormalizationForm.FormD))
            {
                decomposed.Add((part, first ? 0 : 1));
                first = false;
            }
        }

        var used = new bool[decomposed.Count];
        var next = 0;
        text.BeginEdit();
        foreach (var rune in after.EnumerateRunes())
        {
            text.Put(rune, IsComposed ? ComposedChange(rune, decomposed, used, ref next) : Take(rune, decomposed, used, ref next));
        }

        text.EndEdit();
    }

    private static int ComposedChange(Rune rune, List<(Rune Rune, int Change)> decomposed, bool[] used, ref int next)
    {
        var change = 0;
        var parts = 0;
        foreach (var part in DecompositionOf(rune, NormalizationForm.FormD))
        {
            change += Take(part, decomposed, used, ref next);
            parts++;
        }

        return change - (parts - 1);
    }

    private static int Take(Rune rune, List<(Rune Rune, int Change)> decomposed, bool[] used, ref int next)
    {
        for (var index = next; index < decomposed.Count; index++)
        {
            if (used[index] || decomposed[index].Rune != rune)
            {
                continue;
            }

            used[index] = true;
            while (next < used.Length && used[next])
            {
                next++;
            }

            return decomposed[index].Change;
        }

        return 0;
    }

    private static StringRuneEnumerator DecompositionOf(Rune rune, NormalizationForm form)
    {
        var text = rune.ToString();
        return (rune.IsAscii || rune.Value == 0xFFFE ? text : text.Normalize(form)).EnumerateRunes();
    }
}
