namespace Streaming.Tokenizers;

/// <summary>A side of an encoding.</summary>
public enum TokenSide
{
    /// <summary>Behind the last token.</summary>
    Right,

    /// <summary>Before the first token.</summary>
    Left,
}
