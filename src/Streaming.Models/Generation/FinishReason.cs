namespace Streaming.Models.Generation;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model gave its end.</summary>
    End,

    /// <summary>There were as many ids as allowed, or as the model has positions.</summary>
    Length,

    /// <summary>A stop string occurred.</summary>
    Stop,
}
