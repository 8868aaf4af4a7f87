namespace Streaming.Models.Generation;

/// <summary>How much a decoder works on at once. Of more prompts than that the rest waits, and takes the places of those that have ended.</summary>
public sealed record DecodingLimits
{
    /// <summary>Everything at once.</summary>
    public static DecodingLimits None { get; } = new();

    /// <summary>The most rows, from 1. Default: no limit.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>The most tokens when rows come in: rows times the longest of them, with what it has written so far. A longer prompt goes alone. Default: no limit.</summary>
    public long MaxTokens { get; init; } = long.MaxValue;

    /// <summary>How many rows of this length there may be.</summary>
    internal int RowsOf(int length) => (int)Math.Clamp(MaxTokens / Math.Max(1, length), 1, MaxRows);
}
