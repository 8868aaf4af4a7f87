using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Deduplication.Lines;

/// <summary>Options of <c>document_line_deduplicator</c>.</summary>
internal sealed record DocumentLineDeduplicatorOptions : StoreOptions
{
    /// <summary>Lines that occur in more than this many documents are removed.</summary>
    [Range(0, 1_000_000_000)]
    public int FrequencyThreshold { get; init; } = 6;

    /// <summary>Whether letters are compared in lower case.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Whether white space, decimal digits and ASCII punctuation are left out of the comparison.</summary>
    public bool IgnoreSpecialCharacter { get; init; }

    /// <summary>Lines of fewer characters, white space around them aside, are left alone.</summary>
    [Range(0, int.MaxValue)]
    public int MinLineLength { get; init; } = 2;

    /// <summary>Whether lines of nothing but brackets and semicolons are left alone.</summary>
    public bool SkipBrackets { get; init; } = true;

    /// <summary>Whether lines that begin with <c>#</c> are left alone.</summary>
    public bool SkipMarkdownHeaders { get; init; } = true;

    /// <summary>Whether lines that begin or end a LaTeX environment are left alone.</summary>
    public bool SkipLatexEnv { get; init; } = true;

    /// <summary>Whether lines that are one HTML tag are left alone.</summary>
    public bool SkipHtmlTags { get; init; } = true;

    /// <summary>Over what documents are counted: <c>stream</c>, the earlier ones and the line's own; <c>dataset</c>, the whole input, which must be bounded.</summary>
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
            yield return new("store", "store: redis says who was first, not how many there were: document_line_deduplicator takes memory or rocksdb.");
        }

        if (Scope == DeduplicationScope.Dataset && Store != KeyStoreKind.Memory)
        {
            yield return new("store", "scope: dataset compares the input with itself alone: it takes no store but memory.");
        }
    }
}

/// <summary>Removes lines that occur in many documents (menus, notices, footers) from all of them. No sample is rejected.</summary>
/// <remarks>
/// <para><c>scope: stream</c>: the first <c>frequency_threshold</c> documents with a line have gone on with it when it turns out to be frequent, later ones lose it.
/// <c>scope: dataset</c> is Data-Juicer's: every document loses it. A line counts once a document; lines end at <c>\n</c> alone.</para>
/// <para>State in the log: 16 bytes for each document of a line, up to the threshold and one more. Memory: at most an eighth of the run's budget and the lines since the last
/// barrier (<c>dataset</c>: three eighths); what is beyond lies on disk.</para>
/// </remarks>
[Operator("document_line_deduplicator", Example = "{ frequency_threshold: 10, lowercase: true }")]
internal sealed class DocumentLineDeduplicator(DocumentLineDeduplicatorOptions options) : Deduplicator<UInt128[]>, IHashesDocuments
{
    private readonly LineHashes _hashes = new(options);
    private readonly LineCounts _counts = new(options.FrequencyThreshold + 1, (options.Lowercase ? 1u : 0) | (options.IgnoreSpecialCharacter ? 2u : 0) | 4, options);
    private readonly Dictionary<UInt128, bool> _ofSample = [];
    private WholeLines? _whole;

    public override bool NeedsWholeInput => options.Scope == DeduplicationScope.Dataset;

    public override long Held => _whole?.Held ?? 0;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _counts.Open(context);
        _whole = NeedsWholeInput ? new(context.Memory, context.ScratchFolder, options.FrequencyThreshold) : null;
        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        _whole?.GiveBack(last, _hashes);
        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<byte[]> HashesOf(Sample sample) => [.. _hashes.Of(sample.Text).Select(Bytes)];

    public override void Save(IStateWriter state)
    {
        if (Held > 0)
        {
            throw new InvalidOperationException("A deduplicator over the whole data set has no state to record before the end of the input.");
        }

        _counts.Save(state);
    }

    public override void Restore(IStateReader state) => _counts.Restore(state);

    public override ValueTask DisposeAsync()
    {
        _whole?.Dispose();
        _counts.Dispose();
        return base.DisposeAsync();
    }

    protected override UInt128[] Sign(Sample sample) => _hashes.Of(sample.Text);

    protected override Verdict Decide(Sample sample, UInt128[] signature)
    {
        if (_whole is not null)
        {
            _whole.Add(sample, signature);
            return Verdict.Hold;
        }

        _ofSample.Clear();
        sample.Text = LineHashes.Without(sample.Text, signature, line => IsFrequent(line, sample));
        return Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) => throw new InvalidOperationException("No sample is rejected.");

    protected override void AfterBatch()
    {
        if (_whole is not null)
        {
            _whole.Settle();
        }
        else
        {
            _counts.Settle();
        }
    }

    // A line counts once a document.
    private bool IsFrequent(UInt128 line, Sample sample)
    {
        if (!_ofSample.TryGetValue(line, out var isFrequent))
        {
            _ofSample[line] = isFrequent = _counts.IsAtEnd(line, sample);
        }

        return isFrequent;
    }

    private static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[hash == LineHashes.Skipped ? 0 : 16];
        if (bytes.Length > 0)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        }

        return bytes;
    }
}
