namespace Streaming.Tokenizers.Texts;

/// <summary>Makes UTF-16 well-formed: the tokenizers' definitions know Unicode scalar values only.</summary>
internal static class WellFormed
{
    /// <summary>The text itself, or a copy with U+FFFD for each lone surrogate.</summary>
    public static string Of(string text)
    {
        var span = text.AsSpan();
        var first = span.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var index = first; index >= 0 && index < span.Length; index++)
        {
            if (!char.IsSurrogate(span[index]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(span[index]) || index + 1 == span.Length || !char.IsLowSurrogate(span[index + 1]))
            {
                return Repaired(text, index);
            }

            index++;
        }

        return text;
    }

    private static string Repaired(string text, int from) => string.Create(text.Length, (text, from), static (target, state) =>
    {
        state.text.CopyTo(target);
        for (var index = state.from; index < target.Length; index++)
        {
            if (char.IsHighSurrogate(target[index]) && index + 1 < target.Length && char.IsLowSurrogate(target[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(target[index]))
            {
                target[index] = '\uFFFD';
            }
        }
    });
}
