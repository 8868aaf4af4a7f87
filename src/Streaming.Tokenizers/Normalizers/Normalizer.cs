using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Changes a text before it is split into words.</summary>
internal abstract class Normalizer
{
    public abstract void Apply(AlignedText text);

    /// <summary>The normal form of a string.</summary>
    public string Of(string text)
    {
        var aligned = new AlignedText();
        aligned.Load(text, 0, traced: false);
        Apply(aligned);
        return aligned.Span.ToString();
    }

    /// <summary>Writes each code point that is to stay; the change of a kept one says how many dropped ones follow it.</summary>
    protected static void Filter(AlignedText text, Func<Rune, bool> keep)
    {
        if (!text.Traced)
        {
            FilterUntraced(text, keep);
            return;
        }

        var removed = 0;
        var pending = default(Rune?);
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            if (!keep(rune))
            {
                removed++;
                continue;
            }

            if (pending is { } before)
            {
                text.Put(before, -removed);
            }
            else
            {
                text.Drop(removed);
            }

            pending = rune;
            removed = 0;
        }

        if (pending is { } last)
        {
            text.Put(last, -removed);
        }

        text.EndEdit();
    }

    private static void FilterUntraced(AlignedText text, Func<Rune, bool> keep)
    {
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            if (keep(rune))
            {
                text.Put(rune, 0);
            }
        }

        text.EndEdit();
    }
}
