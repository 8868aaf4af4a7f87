namespace Streaming.Models.Texts;

/// <summary>A text, tokenised for a model.</summary>
/// <param name="Ids">Its ids, special tokens included.</param>
/// <param name="TypeIds">Which text of a pair each is of; null: all of the first one.</param>
public sealed record TokenRow(int[] Ids, int[]? TypeIds = null)
{
    /// <summary>The number of ids.</summary>
    public int Length => Ids.Length;
}
