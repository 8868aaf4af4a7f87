namespace Streaming.Tokenizers;

/// <summary>Hugging Face's rules of truncation.</summary>
internal static class Truncation
{
    /// <summary>Cuts one encoding or a pair to <paramref name="maxLength"/> ids in all.</summary>
    public static (TokenEncoding First, TokenEncoding? Second) Cut(TokenEncoding first, TokenEncoding? second, TruncationOptions options, int maxLength)
    {
        if (maxLength < 0)
        {
            throw new ArgumentException($"max_length {options.MaxLength} is less than the number of special tokens.");
        }

        var total = first.Length + (second?.Length ?? 0);
        if (total <= maxLength)
        {
            return (first, second);
        }

        if (maxLength == 0)
        {
            return (Part(first, 0, options), second is null ? null : Part(second, 0, options));
        }

        return options.Strategy switch
        {
            TruncationStrategy.LongestFirst => LongestFirst(first, second, options, maxLength),
            TruncationStrategy.OnlyFirst => (Shortened(first, total - maxLength, options), second),
            _ => (first, Shortened(second ?? throw new ArgumentException("Truncation asks to cut the second text, but there is none."), total - maxLength, options)),
        };
    }

    private static (TokenEncoding First, TokenEncoding? Second) LongestFirst(TokenEncoding first, TokenEncoding? second, TruncationOptions options, int maxLength)
    {
        if (second is null)
        {
            return (Part(first, maxLength, options), null);
        }

        var (shorter, longer) = (Math.Min(first.Length, second.Length), Math.Max(first.Length, second.Length));
        longer = shorter > maxLength ? shorter : Math.Max(shorter, maxLength - shorter);
        if (shorter + longer > maxLength)
        {
            shorter = maxLength / 2;
            longer = shorter + (maxLength % 2);
        }

        return first.Length > second.Length
            ? (Part(first, longer, options), Part(second, shorter, options))
            : (Part(first, shorter, options), Part(second, longer, options));
    }

    private static TokenEncoding Shortened(TokenEncoding encoding, int remove, TruncationOptions options) => encoding.Length > remove
        ? Part(encoding, encoding.Length - remove, options)
        : throw new ArgumentException($"Truncation to {options.MaxLength} ids would leave nothing of the text that is to be cut.");

    private static TokenEncoding Part(TokenEncoding encoding, int maxLength, TruncationOptions options)
    {
        if (encoding.Length <= maxLength)
        {
            return encoding;
        }

        if (maxLength == 0)
        {
            return TokenEncoding.Empty.WithOverflowing([encoding]);
        }

        if (options.Stride < 0 || options.Stride >= maxLength)
        {
            throw new ArgumentException($"The stride {options.Stride} must be at least 0 and less than the {maxLength} ids that are left for the text.");
        }

        var parts = new List<TokenEncoding>();
        for (var cut = 0; ; cut += maxLength - options.Stride)
        {
            var (start, end) = options.Side == TokenSide.Right
                ? (cut, Math.Min(cut + maxLength, encoding.Length))
                : (Math.Max(encoding.Length - cut - maxLength, 0), encoding.Length - cut);
            parts.Add(encoding.Slice(start, end));
            if (options.Side == TokenSide.Right ? end == encoding.Length : start == 0)
            {
                return parts[0].WithOverflowing(parts[1..]);
            }
        }
    }
}
