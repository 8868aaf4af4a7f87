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

    /// <summary>Leaves out the code points that are not to stay; the change of a kept one says how many of these follow it.</summary>
    protected static void KeepOnly(AlignedText text, Func<Rune, bool> keep)
    {
        text.BeginEdit();
        var removed = 0;
        var pending = default(Rune?);
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            if (!keep(rune))
            {
                removed++;
                continue;
            }

            Write(text, pending, removed);
            (pending, removed) = (rune, 0);
        }

        if (pending is not null)
        {
            Write(text, pending, removed);
        }

        text.EndEdit();
    }

    // What is removed before the first one that stays belongs to none.
    private static void Write(AlignedText text, Rune? kept, int removedBehind)
    {
        if (kept is { } rune)
        {
            text.Put(rune, -removedBehind);
        }
        else if (text.Traced)
        {
            text.Drop(removedBehind);
        }
    }
}
