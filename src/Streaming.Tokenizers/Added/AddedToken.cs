namespace Streaming.Tokenizers.Added;

/// <summary>A token beside the model's vocabulary that is found in the text before anything else happens to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its string.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it must not be part of a word.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it swallows the white space before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it swallows the white space behind it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is searched, normalized, in the normalized text.</summary>
    public bool Normalized { get; init; }

    /// <summary>Whether decoding may leave it out.</summary>
    public bool Special { get; init; }
}
