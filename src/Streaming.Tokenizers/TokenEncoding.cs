namespace Streaming.Tokenizers;

/// <summary>The tokens of a text or a pair of texts. All arrays have one entry for each token.</summary>
public sealed class TokenEncoding
{
    internal TokenEncoding(
        int[] ids,
        int[] typeIds,
        string[] tokens,
        TokenOffset[] offsets,
        int[] specialTokensMask,
        int[] attentionMask,
        IReadOnlyList<TokenEncoding>? overflowing = null)
    {
        Ids = ids;
        TypeIds = typeIds;
        Tokens = tokens;
        Offsets = offsets;
        SpecialTokensMask = specialTokensMask;
        AttentionMask = attentionMask;
        Overflowing = overflowing ?? [];
    }

    /// <summary>The ids.</summary>
    public int[] Ids { get; }

    /// <summary>Which text a token is of: 0 or 1, as the post-processor says (many say 0 for both).</summary>
    public int[] TypeIds { get; }

    /// <summary>The token strings.</summary>
    public string[] Tokens { get; }

    /// <summary>Where the tokens come from; (0, 0) for tokens that the post-processor or padding added.</summary>
    public TokenOffset[] Offsets { get; }

    /// <summary>1 where the post-processor or padding added the token, else 0.</summary>
    public int[] SpecialTokensMask { get; }

    /// <summary>0 where padding filled up, else 1.</summary>
    public int[] AttentionMask { get; }

    /// <summary>The parts that truncation cut off, each an encoding of its own.</summary>
    public IReadOnlyList<TokenEncoding> Overflowing { get; }

    /// <summary>The number of tokens.</summary>
    public int Length => Ids.Length;

    internal static TokenEncoding Empty { get; } = new([], [], [], [], [], []);

    internal static TokenEncoding OfSpecialTokens(int[] ids, string[] tokens, int typeId) =>
        new(ids, Filled(ids.Length, typeId), tokens, new TokenOffset[ids.Length], Filled(ids.Length, 1), Filled(ids.Length, 1));

    internal TokenEncoding WithTypeIds(int typeId) =>
        new(Ids, Filled(Length, typeId), Tokens, Offsets, SpecialTokensMask, AttentionMask, [.. Overflowing.Select(part => part.WithTypeIds(typeId))]);

    internal TokenEncoding WithOffsets(Func<TokenEncoding, TokenOffset[]> offsets) =>
        new(Ids, TypeIds, Tokens, offsets(this), SpecialTokensMask, AttentionMask, [.. Overflowing.Select(part => part.WithOffsets(offsets))]);

    internal TokenEncoding WithOverflowing(IReadOnlyList<TokenEncoding> overflowing) => new(Ids, TypeIds, Tokens, Offsets, SpecialTokensMask, AttentionMask, overflowing);

    internal TokenEncoding Slice(int start, int end) =>
        new(Ids[start..end], TypeIds[start..end], Tokens[start..end], Offsets[start..end], SpecialTokensMask[start..end], AttentionMask[start..end]);

    /// <summary>Both in a row. Each overflowing part of one is joined with the other one and with each of its parts, as Hugging Face's library does it.</summary>
    internal TokenEncoding Then(TokenEncoding other)
    {
        var parts = new List<TokenEncoding>();
        foreach (var part in Overflowing)
        {
            parts.Add(part.Joined(other));
            parts.AddRange(other.Overflowing.Select(part.Joined));
        }

        parts.AddRange(other.Overflowing.Select(Joined));
        return Joined(other).WithOverflowing(parts);
    }

    internal TokenEncoding Padded(int length, PaddingOptions padding)
    {
        var parts = Overflowing.Select(part => part.Padded(length, padding)).ToArray();
        var missing = length - Length;
        if (missing <= 0)
        {
            return WithOverflowing(parts);
        }

        var fill = new TokenEncoding(
            Filled(missing, padding.PadId),
            Filled(missing, padding.PadTypeId),
            [.. Enumerable.Repeat(padding.PadToken, missing)],
            new TokenOffset[missing],
            Filled(missing, 1),
            new int[missing]);
        return (padding.Side == TokenSide.Left ? fill.Joined(this) : Joined(fill)).WithOverflowing(parts);
    }

    private TokenEncoding Joined(TokenEncoding other) => new(
        [.. Ids, .. other.Ids],
        [.. TypeIds, .. other.TypeIds],
        [.. Tokens, .. other.Tokens],
        [.. Offsets, .. other.Offsets],
        [.. SpecialTokensMask, .. other.SpecialTokensMask],
        [.. AttentionMask, .. other.AttentionMask]);

    private static int[] Filled(int length, int value)
    {
        var filled = new int[length];
        Array.Fill(filled, value);
        return filled;
    }
}
