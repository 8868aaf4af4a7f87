using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Options of <c>document_minhash_deduplicator</c>.</summary>
internal sealed record DocumentMinhashDeduplicatorOptions : DuplicateOptions
{
    /// <summary>What a token is. For languages without blanks between words take <c>character</c> or <c>sentencepiece</c>.</summary>
    public Tokenization Tokenization { get; init; } = Tokenization.Space;

    /// <summary>Tokens in a shingle. Texts with fewer are all taken for equal.</summary>
    [Range(1, 1000)]
    public int WindowSize { get; init; } = 5;

    /// <summary>Whether letters are compared in lower case.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>A regular expression in Python's syntax; what it matches is left out of the comparison.</summary>
    [PythonPattern]
    public string? IgnorePattern { get; init; }

    /// <summary>Minima in a signature. More make the estimate of similarity sharper, and slower.</summary>
    [Range(1, 4096)]
    public int NumPermutations { get; init; } = 256;

    /// <summary>Texts whose shingles overlap by at least this share (Jaccard) are near-duplicates, as nearly as the bands can tell.</summary>
    [Range(0.0, 1.0)]
    public double JaccardThreshold { get; init; } = 0.7;

    /// <summary>Bands into which signatures are cut; texts with one equal band collide. By default the best number for the threshold.</summary>
    [Range(1, 4096)]
    public int? NumBands { get; init; }

    /// <summary>Minima in a band. By default the best number for the threshold; counts only together with <c>num_bands</c>.</summary>
    [Range(1, 4096)]
    public int? NumRowsPerBand { get; init; }

    /// <summary>The model for <c>tokenization: sentencepiece</c>: a SentencePiece <c>.model</c>.</summary>
    [PathOption]
    public string? TokenizerModel { get; init; }

    /// <summary>The hash of shingles: <c>sha1</c> gives Data-Juicer's signatures, <c>xxh3</c> is several times as fast and as good.</summary>
    public ShingleHashing Hash { get; init; } = ShingleHashing.Sha1;

    /// <summary>Against what a sample is held: <c>stream</c>, every earlier one; <c>dataset</c>, the whole input, which must be bounded.</summary>
    public DeduplicationScope Scope { get; init; } = DeduplicationScope.Stream;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }

        if (Scope == DeduplicationScope.Dataset && (Store != KeyStoreKind.Memory || Against.Count > 0))
        {
            yield return new("store", "scope: dataset compares the input with itself alone: it takes no store but memory, and no other tables (against).");
        }

        if (NumBands * NumRowsPerBand > NumPermutations)
        {
            yield return new("num_bands", $"num_bands × num_rows_per_band is {NumBands * NumRowsPerBand}: it must not be more than num_permutations, {NumPermutations}.");
        }

        if (Tokenization == Tokenization.Sentencepiece && !File.Exists(Path.Combine(baseFolder, TokenizerModel ?? "")))
        {
            yield return new("tokenizer_model", TokenizerModel is null ? "tokenization: sentencepiece needs a tokenizer_model." : $"There is no file '{TokenizerModel}'.");
        }
    }
}

/// <summary>What a token is.</summary>
internal enum Tokenization
{
    /// <summary>What stands between blanks.</summary>
    Space,

    /// <summary>What stands between punctuation marks.</summary>
    Punctuation,

    /// <summary>A character.</summary>
    Character,

    /// <summary>A piece of a SentencePiece model.</summary>
    Sentencepiece,
}

/// <summary>The hash of shingles.</summary>
internal enum ShingleHashing
{
    /// <summary>The first 32 bits of SHA-1, and permutations modulo 2⁶¹ - 1.</summary>
    Sha1,

    /// <summary>The low 32 bits of XxHash3, and permutations modulo 2³².</summary>
    Xxh3,
}

/// <summary>Rejects samples whose text is nearly that of another: MinHash signatures, cut into bands, that agree in one band.</summary>
/// <remarks>
/// <para>
/// <c>scope: stream</c>: the first one seen stays, a sample is rejected when it collides with any earlier one, kept or rejected. <c>scope: dataset</c> is Data-Juicer's:
/// samples that collide are joined, and of each cluster the first one stays. The two differ only where a later sample joins two earlier ones that do not collide
/// with each other: a stream has let the second of them go when the bridge comes, a data set rejects it. So a stream keeps every sample that a data set keeps. With <c>keep: best</c> the samples of
/// an epoch are joined like those of a data set; a cluster in which one collides with a sample of an earlier epoch goes.
/// </para>
/// <para>
/// Bands are a guess at Jaccard. With default options, on pairs of 250 random words: 2 % of those with a similarity of 0.6 or less collide, 0.6 % of those with 0.8 or
/// more do not (MinHashSignatureTests); at 0.7 it is about even. Bands are compared by 64-bit hashes, so among 10⁹ documents some 40 collide by chance alone.
/// </para>
/// <para>State in the log: 8 bytes for every band that is new, with default options at most 200 bytes a sample. Memory: at most an eighth of the run's budget
/// and the keys since the last barrier (<c>dataset</c>: a quarter, and some 30 bytes a sample); what is beyond lies on disk. <c>dataset</c> keeps no state: what a later run reads
/// is a data set of its own.</para>
/// </remarks>
[Operator("document_minhash_deduplicator", Example = "{ jaccard_threshold: 0.8, hash: xxh3 }")]
internal sealed class DocumentMinhashDeduplicator : KeyDeduplicator<ulong[], ulong>, IHashesDocuments
{
    private readonly DocumentMinhashDeduplicatorOptions _options;
    private readonly MinHashSigner _signer;

    public DocumentMinhashDeduplicator(DocumentMinhashDeduplicatorOptions options)
        : this(options.Validate("").FirstOrDefault() is { } problem ? throw new BadInputException(problem.Message) : options, ShapeOf(options))
    {
    }

    private DocumentMinhashDeduplicator(DocumentMinhashDeduplicatorOptions options, BandShape shape)
        : base(DigestOf(options, shape), options)
    {
        _options = options;
        var used = shape.Bands * shape.Rows;
        Shape = shape;
        _signer = new(Shingler.Of(options.Tokenization, options.WindowSize, options.Lowercase, options.IgnorePattern, options.TokenizerModel), options.Hash == ShingleHashing.Sha1 ? new Sha1ShingleHash(used) : new Xxh3ShingleHash(used), shape);
    }

    public BandShape Shape { get; }

    public override bool NeedsWholeInput => _options.Scope == DeduplicationScope.Dataset;

    public IReadOnlyList<byte[]> HashesOf(Sample sample) => _signer.BandsOf(sample.Text);

    protected override ulong[] Sign(Sample sample) => _signer.KeysOf(sample.Text);

    protected override void AddKeys(ulong[] signature, List<ulong> keys) => keys.AddRange(signature);

    protected override Rejection Explain(string of) =>
        new($"near-duplicate of {of}", Threshold: string.Create(CultureInfo.InvariantCulture, $"Jaccard {_options.JaccardThreshold}"));

    private static BandShape ShapeOf(DocumentMinhashDeduplicatorOptions options) =>
        options is { NumBands: { } bands, NumRowsPerBand: { } rows } ? new(bands, rows) : BandShape.Optimal(options.JaccardThreshold, options.NumPermutations);

    // The tokenizer model counts by its name alone: its content is the user's to keep.
    private static ulong DigestOf(DocumentMinhashDeduplicatorOptions options, BandShape shape) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Tokenization}|{options.WindowSize}|{options.Lowercase}|{options.IgnorePattern}|{shape.Bands}|{shape.Rows}|{options.Hash}|{Path.GetFileName(options.TokenizerModel)}")));
}
