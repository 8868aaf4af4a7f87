namespace Streaming.Operators.Packing;

/// <summary>A document, or a consecutive part of one, on its way into a pack.</summary>
internal sealed class Piece
{
    /// <summary>The id of the document's sample.</summary>
    public required string SampleId { get; init; }

    /// <summary>Where the document came from.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>Counts documents as they arrive: the order of pieces, whichever splits they are of.</summary>
    public required long Sequence { get; init; }

    /// <summary>0 for a whole document or its first part, then 1, 2, …</summary>
    public int Number { get; init; }

    /// <summary>The token ids.</summary>
    public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>How many packings it has been held over.</summary>
    public int Rounds { get; set; }

    /// <summary>A part of this document that shares its tokens.</summary>
    public Piece Part(int number, ReadOnlyMemory<int> tokens) =>
        new() { SampleId = SampleId, Lineage = Lineage, Sequence = Sequence, Number = number, Tokens = tokens };

    /// <summary>A part with tokens of its own: one that is held must not keep a long document's whole array alive.</summary>
    public Piece Tail(int number, ReadOnlyMemory<int> tokens) => number == 0 ? this : Part(number, tokens.ToArray());
}
