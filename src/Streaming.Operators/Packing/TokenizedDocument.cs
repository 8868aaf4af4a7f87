namespace Streaming.Operators.Packing;

/// <summary>A document as it arrives at a packer.</summary>
/// <param name="SampleId">The id of its sample.</param>
/// <param name="Lineage">Where it came from.</param>
/// <param name="Sequence">Counts documents as they arrive.</param>
/// <param name="Begin">The tokens before its text.</param>
/// <param name="Ids">The tokens of its text.</param>
/// <param name="End">The tokens after its text.</param>
/// <param name="Learned">Which of all these tokens are learned; null: all.</param>
internal readonly record struct TokenizedDocument(
    string SampleId, Lineage Lineage, long Sequence, ReadOnlyMemory<int> Begin, ReadOnlyMemory<int> Ids, ReadOnlyMemory<int> End, LearnedTokens? Learned)
{
    /// <summary>Its tokens in all.</summary>
    public int Length => Begin.Length + Ids.Length + End.Length;

    /// <summary>Its licence; null: not known, or not asked for.</summary>
    public string? License { get; init; }

    /// <summary>Copies a stretch of its tokens.</summary>
    public void CopyTo(Span<int> destination, int from)
    {
        foreach (var part in (ReadOnlySpan<ReadOnlyMemory<int>>)[Begin, Ids, End])
        {
            if (from < part.Length)
            {
                var length = Math.Min(part.Length - from, destination.Length);
                part.Span.Slice(from, length).CopyTo(destination);
                destination = destination[length..];
            }

            from = Math.Max(0, from - part.Length);
        }
    }

    /// <summary>A piece of it; where its tokens lie is still to be said.</summary>
    public Piece Piece(int number, int from, int length) => new()
    {
        SampleId = SampleId,
        Lineage = Lineage,
        Sequence = Sequence,
        Number = number,
        Length = length,
        Learned = Learned?.Of(from, length),
        License = License,
    };
}
