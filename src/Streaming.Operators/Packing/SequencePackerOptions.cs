using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Packing;

/// <summary>Options of <c>sequence_packer</c>.</summary>
internal sealed record SequencePackerOptions : IValidatesOptions
{
    /// <summary>A <c>tokenizer.json</c>, a folder that holds one, a <c>.tiktoken</c> or SentencePiece <c>.model</c> file, or a built-in encoding (<c>cl100k_base</c>, <c>o200k_base</c>).</summary>
    [PathOption("cl100k_base", "o200k_base"), MinLength(1)]
    public required string Tokenizer { get; init; }

    /// <summary>Tokens of a full pack.</summary>
    [Range(2, 16_777_216)]
    public int MaxTokens { get; init; } = 2048;

    /// <summary>How documents become packs.</summary>
    public PackingMode Mode { get; init; } = PackingMode.BestFit;

    /// <summary>Documents among which packs are sought; also limited to the tokens of 256 packs or 4 Mi tokens, whichever is less. Only for <c>best_fit</c>.</summary>
    [Range(1, 1_000_000)]
    public int Window { get; init; } = 4096;

    /// <summary>A pack that is filled less than this share waits, at most four windows long, for documents that fit better. Only for <c>best_fit</c>.</summary>
    [Range(0.0, 1.0)]
    public double MinFill { get; init; } = 0.99;

    /// <summary>The token before each document: a token or an id; <c>auto</c> takes the one that the tokenizer is known to name so; <c>none</c>.</summary>
    public string AddBos { get; init; } = "none";

    /// <summary>The token after each document: a token or an id; <c>auto</c> takes <c>&lt;|endoftext|&gt;</c>, <c>&lt;|end_of_text|&gt;</c>, <c>&lt;/s&gt;</c> or <c>&lt;eos&gt;</c>, the first that the tokenizer has; <c>none</c>.</summary>
    public string AddEos { get; init; } = "auto";

    /// <summary>
    /// The column that says which characters of a text are learned, as <c>chat_template_mapper</c> writes it. Where the input has it, packs get <c>labels</c>: the ids of the tokens whose first
    /// character is learned, -100 for the others; samples without a value are learned as a whole. Texts with a value get no <c>auto</c> begin or end token, and none that they have already.
    /// </summary>
    [MinLength(1)]
    public string LabelsKey { get; init; } = LearnedSpans.DefaultName;

    /// <summary>
    /// The field with each document's licence, as a dotted path: <c>license</c> behind <c>spdx_license_mapper</c>. With it packs get <c>licenses</c>, an entry a document, null where it is not known;
    /// a group's are joined by AND. A table that was begun without it has no such column: write to a new one.
    /// </summary>
    [MinLength(1)]
    public string? LicenseKey { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Tokenizer is not ("cl100k_base" or "o200k_base") && !Path.Exists(Path.Combine(baseFolder, Tokenizer)))
        {
            yield return new("tokenizer", $"no file or folder '{Tokenizer}', and no built-in encoding of that name (cl100k_base, o200k_base)");
        }
    }
}

/// <summary>How documents become packs.</summary>
internal enum PackingMode
{
    /// <summary>Whole documents are combined so that packs are full; only those longer than a pack are cut.</summary>
    BestFit,

    /// <summary>Documents one after the other, cut wherever a pack is full: for comparison.</summary>
    Concatenate,
}
