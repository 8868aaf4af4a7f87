using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Options of <c>document_simhash_deduplicator</c>.</summary>
internal sealed record DocumentSimhashDeduplicatorOptions : DuplicateOptions
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
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }

        if (Store == KeyStoreKind.Redis)
        {
            yield return new("store", "store: redis finds equal keys, not near ones: document_simhash_deduplicator takes memory or rocksdb.");
        }

        if (Scope == DeduplicationScope.Dataset && (Store != KeyStoreKind.Memory || Against.Count > 0))
        {
            yield return new("store", "scope: dataset compares the input with itself alone: it takes no store but memory, and no other tables (against).");
        }

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
/// that are near are joined, and of each cluster the first one stays. A stream keeps every sample that a data set keeps, and those that only a later one joins to others. With <c>keep: best</c> the samples of an epoch
/// are joined like those of a data set; a cluster in which one is near a sample of an earlier epoch goes.</para>
/// <para>Near signatures are found exactly: none is missed, whatever the memory. State in the log: 8 bytes for every new signature. Memory: at most a quarter of the
/// run's budget and the signatures since the last barrier (<c>dataset</c>: some 35 bytes a sample besides); what is beyond lies on disk. With <c>store: rocksdb</c> equal signatures are found there; the index of near ones is made again from the log at each start.</para>
/// </remarks>
[Operator("document_simhash_deduplicator", Example = "{ window_size: 3, hamming_distance: 5 }")]
internal sealed class DocumentSimhashDeduplicator : Deduplicator<ulong>, IHashesDocuments
{
    private readonly DocumentSimhashDeduplicatorOptions _options;
    private readonly SimHashSigner _signer;
    private readonly BlockChoices _choices;
    private readonly KeyIndex<ulong> _seen;
    private NearIndex? _near;
    private readonly SampleQuality _quality;
    private readonly NearClusters _clusters;

    // Signatures of the epoch, where its samples wait: what is asked for near ones are those of earlier epochs.
    private readonly List<ulong> _ofEpoch = [];
    private KeyGroups? _groups;

    public DocumentSimhashDeduplicator(DocumentSimhashDeduplicatorOptions options)
    {
        if (options.Validate("").FirstOrDefault() is { } problem)
        {
            throw new BadInputException(problem.Message);
        }

        _options = options;
        _signer = new(Shingler.Of(options.Tokenization, options.WindowSize, options.Lowercase, options.IgnorePattern));
        _choices = new(options.NumBlocks, options.HammingDistance);
        _seen = new(DigestOf(options), options);
        _clusters = new(_choices, options.HammingDistance);
        _quality = new(options);
    }

    public override bool NeedsWholeInput => _options.Scope == DeduplicationScope.Dataset;

    public override bool HoldsEpoch => _quality.Counts && !NeedsWholeInput;

    public override long Held => _groups?.Held ?? 0;

    public override RowSchema Describe(RowSchema input)
    {
        _quality.Find(input);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        _groups = NeedsWholeInput || HoldsEpoch ? new(context, _quality, _clusters.Join) : null;
        _near = NeedsWholeInput ? null : new(_choices, _options.HammingDistance, context.Memory.Limit / 8, context.ScratchFolder);
        return _seen.OpenAsync(context, (row, keys) => keys.Add(KeyBits.Scatter(Sign(row))), key => _near?.Add(KeyBits.Gather(key)));
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        if (Held > 0)
        {
            _groups!.GiveBack(last, Explain);
            if (Held == 0)
            {
                _ofEpoch.ForEach(signature => _near?.Add(signature));
                _ofEpoch.Clear();
                _clusters.Clear();
            }
        }

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
            throw new InvalidOperationException("A deduplicator has no state to record while samples wait for its decision.");
        }

        _seen.Save(state);
    }

    public override void Restore(IStateReader state) => _seen.Restore(state, key => _near?.Add(KeyBits.Gather(key)));

    public override ValueTask DisposeAsync()
    {
        _near?.Dispose();
        _groups?.Dispose();
        _seen.Dispose();
        return base.DisposeAsync();
    }

    protected override ulong Sign(Sample sample) => _signer.Of(sample.Text);

    protected override void BeforeBatch(IReadOnlyList<Sample> samples, ReadOnlySpan<ulong> signatures)
    {
        if (NeedsWholeInput)
        {
            return;
        }

        // The set wants keys as uniform as hashes.
        for (var i = 0; i < signatures.Length; i++)
        {
            _seen.Ask([KeyBits.Scatter(signatures[i])], samples[i]);
        }

        _seen.Add();
    }

    protected override Verdict Decide(Sample sample, ulong signature)
    {
        // Signatures of rejected samples count too: what is near them belongs to the same cluster.
        var isNew = !NeedsWholeInput && _seen.TakeAnswer();
        if (_groups is not null)
        {
            Hold(sample, signature, isNew);
            return Verdict.Hold;
        }

        if (!isNew)
        {
            return Verdict.Reject;
        }

        var isNear = _near!.HasNear(signature);
        _near.Add(signature);
        return isNear ? Verdict.Reject : Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) => Explain("an earlier sample");

    protected override void AfterBatch()
    {
        if (_groups is null)
        {
            _seen.Settle(_near!.Bytes);
            return;
        }

        _groups.BesideBytes = _clusters.Bytes + (8L * _ofEpoch.Capacity) + (NeedsWholeInput ? 0 : _seen.Bytes + _near!.Bytes);
        _groups.Settle();
    }

    private Rejection Explain(string of) =>
        new($"near-duplicate of {of}", Threshold: string.Create(CultureInfo.InvariantCulture, $"{_options.HammingDistance} of 64 bits"));

    private void Hold(Sample sample, ulong signature, bool isNew)
    {
        Span<ulong> buckets = stackalloc ulong[_choices.Count];
        _clusters.Add(signature, buckets);
        _groups!.Add(sample, buckets, wasSeen: _near?.HasNear(signature) == true);
        if (isNew)
        {
            _ofEpoch.Add(signature);
        }
    }

    private static ulong DigestOf(DocumentSimhashDeduplicatorOptions options) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"simhash|{options.Tokenization}|{options.WindowSize}|{options.Lowercase}|{options.IgnorePattern}")));
}
