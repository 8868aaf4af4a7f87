namespace Streaming.Tokenizers;

/// <summary>How encodings are filled up to one length.</summary>
public sealed record PaddingOptions
{
    /// <summary>The length in ids; null: that of the longest encoding of the batch. Default: null. Longer encodings stay as they are.</summary>
    public int? Length { get; init; }

    /// <summary>The length is rounded up to a multiple of this; null or 0: it is not. Default: null.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>The side that is filled. Default: right.</summary>
    public TokenSide Side { get; init; } = TokenSide.Right;

    /// <summary>The id to fill with. Default: 0.</summary>
    public int PadId { get; init; }

    /// <summary>The type id of filled places. Default: 0.</summary>
    public int PadTypeId { get; init; }

    /// <summary>The token string of filled places. Default: <c>[PAD]</c>.</summary>
    public string PadToken { get; init; } = "[PAD]";

    internal int TargetOf(int longest)
    {
        var target = Length ?? longest;
        return MultipleOf is > 0 and var multiple ? (target + multiple - 1) / multiple * multiple : target;
    }
}
