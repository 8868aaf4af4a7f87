namespace Streaming.Operators.Packing;

/// <summary>A document, or a consecutive part of one, on its way into a pack. Its tokens lie in a <see cref="TokenStore"/>.</summary>
internal sealed class Piece
{
    /// <summary>The id of the document's sample.</summary>
    public required string SampleId { get; init; }

    /// <summary>Where the document came from.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>Counts documents as they arrive: the order of pieces, whichever splits they are of.</summary>
    public required long Sequence { get; init; }

    /// <summary>0 for a whole document or its first part, then 1, 2, …</summary>
    public required int Number { get; init; }

    /// <summary>Its tokens.</summary>
    public required int Length { get; init; }

    /// <summary>Which of them are learned; null: all.</summary>
    public LearnedTokens? Learned { get; init; }

    /// <summary>The document's licence; null: not known, or not asked for.</summary>
    public string? License { get; init; }

    /// <summary>Bytes of memory that it takes beside its tokens and what every piece takes.</summary>
    public long ExtraBytes => (Learned?.Bytes ?? 0) + ((License?.Length ?? 0) * sizeof(char));

    /// <summary>Where they begin in the store.</summary>
    public int Start { get; set; }

    /// <summary>The number of the ready pack that it belongs to, from 1; 0 while it is open. Said when state is saved.</summary>
    public int Pack { get; set; }

    /// <summary>How many packings it has been held over.</summary>
    public int Rounds { get; set; }
}
