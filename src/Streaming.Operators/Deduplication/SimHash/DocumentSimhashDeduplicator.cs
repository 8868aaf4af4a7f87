using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Options of <c>document_simhash_deduplicator</c>.</summary>
internal sealed record DocumentSimhashDeduplicatorOptions : IValidatesOptions
{
    /// <summary>What a token is. For languages without blanks between words take <c>character</c>.</summary>
    [AllowedValues(Tokenization.Space, Tokenization.Punctuation, Tokenization.Character)]
    public Tokenization Tokenization { get; init; } = Tokenization.Space;

    /// <summary>Tokens in a shingle. Texts with fewer are all taken for equal.</summary>
    [Range(1, 1000)]
    public int WindowSize { get; init; } = 6;

    /// <summary>Whether letters are compared in lower case.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>A regular expression in Python's syntax; what it matches is left out of the comparison.</summary>
    [PythonPattern]
    public string? IgnorePattern { get; init; }

    /// <summary>Blocks into which signatures are cut to find near ones; more than <c>hamming_distance</c>. Changes the speed alone.</summary>
    [Range(1, 64)]
    public int NumBlocks { get; init; } = 6;

    /// <summary>Texts whose signatures differ in at most this many of 64 bits are near-duplicates.</summary>
    [Range(0, 63)]
    public int HammingDistance { get; init; } = 4;

    /// <summary>Against what a sample is held: <c>stream</c>, every earlier one; <c>dataset</c>, the whole input, which must be bounded.</summary>
    public DeduplicationScope Scope { get; init; } = DeduplicationScope.Stream;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (NumBlocks <= HammingDistance)
        {
            yield return new("num_blocks", $"num_blocks must be more than hamming_distance, {HammingDistance}.");
        }
        else if (BlockChoices.CountOf(NumBlocks, HammingDistance) > BlockChoices.Most)
        {
            yield return new("num_blocks", $"{NumBlocks} blocks for {HammingDistance} differing bits make more than {BlockChoices.Most} ways to compare: take {HammingDistance + 1} blocks.");
        }
    }
}

/// <summary>Rejects samples whose text is nearly that of another: 64-bit SimHash signatures that differ in few bits.</summary>
/// <remarks>
/// <para><c>scope: stream</c>: the first one seen stays, a sample is rejected when it is near any earlier one, kept or rejected. <c>scope: dataset</c> is Data-Juicer's: samples
/// that are near are joined, and of each cluster the first one stays. A stream keeps every sample that a data set keeps, and those that only a later one joins to others.</para>
/// <para>Near signatures are found exactly: none is missed, whatever the memory. State in the log: 8 bytes for every new signature. Memory: at most a quarter of the
/// run's budget and the signatures since the last barrier (<c>dataset</c>: 12 bytes a sample besides); what is beyond lies on disk.</para>
/// </remarks>
[Operator("document_simhash_deduplicator", Example = "{ window_size: 3, hamming_distance: 5 }")]
internal sealed class DocumentSimhashDeduplicator : Deduplicator<ulong>, IHashesDocuments
{
    private readonly DocumentSimhashDeduplicatorOptions _options;
    private readonly SimHashSigner _signer;
    private readonly BlockChoices _choices;
    private readonly KeyIndex<ulong> _seen;
    private NearIndex? _near;
    private NearClusters? _clusters;
    private WholeInput? _whole;

    public DocumentSimhashDeduplicator(DocumentSimhashDeduplicatorOptions options)
    {
        if (options.Validate("").FirstOrDefault() is { } problem)
        {
            throw new BadInputException(problem.Message);
        }

        _options = options;
        _signer = new(Shingler.Of(options.Tokenization, options.WindowSize, options.Lowercase, options.IgnorePattern));
        _choices = new(options.NumBlocks, options.HammingDistance);
        _seen = new(DigestOf(options));
    }

    public override bool NeedsWholeInput => _options.Scope == DeduplicationScope.Dataset;

    public override long Held => _whole?.Held ?? 0;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seen.Open(context);
        if (NeedsWholeInput)
        {
            _clusters = new(_choices, _options.HammingDistance);
            _whole = new(context.Memory, context.ScratchFolder, _clusters.Join);
        }
        else
        {
            _near = new(_choices, _options.HammingDistance, context.Memory.Limit / 8, context.ScratchFolder);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        _whole?.GiveBack(last, Explain);
        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<byte[]> HashesOf(Sample sample)
    {
        var hash = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(hash, _signer.Of(sample.Text));
        return [hash];
    }

    public override void Save(IStateWriter state)
    {
        if (Held > 0)
        {
            throw new InvalidOperationException("A deduplicator over the whole data set has no state to record before the end of the input.");
        }

        _seen.Save(state);
    }

    public override void Restore(IStateReader state) => _seen.Restore(state, key => _near?.Add(BlockChoices.Unmix(key)));

    public override ValueTask DisposeAsync()
    {
        _near?.Dispose();
        _whole?.Dispose();
        _seen.Dispose();
        return base.DisposeAsync();
    }

    protected override ulong Sign(Sample sample) => _signer.Of(sample.Text);

    protected override Verdict Decide(Sample sample, ulong signature)
    {
        if (_whole is not null)
        {
            Span<ulong> keys = stackalloc ulong[_choices.Count];
            _clusters!.Add(signature, keys);
            _whole.Add(sample, keys);
            return Verdict.Hold;
        }

        // Signatures of rejected samples count too: what is near them belongs to the same cluster. The set wants keys as uniform as hashes.
        if (!_seen.Add(BlockChoices.Mix(signature), sample))
        {
            return Verdict.Reject;
        }

        var isNear = _near!.HasNear(signature);
        _near.Add(signature);
        return isNear ? Verdict.Reject : Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) =>
        new("near-duplicate of an earlier sample", Threshold: string.Create(CultureInfo.InvariantCulture, $"{_options.HammingDistance} of 64 bits"));

    protected override void AfterBatch()
    {
        if (_whole is not null)
        {
            _whole.BesideBytes = _clusters!.Bytes;
            _whole.Settle();
        }
        else
        {
            _seen.Settle(_near!.Bytes);
        }
    }

    private static ulong DigestOf(DocumentSimhashDeduplicatorOptions options) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"simhash|{options.Tokenization}|{options.WindowSize}|{options.Lowercase}|{options.IgnorePattern}")));
}
