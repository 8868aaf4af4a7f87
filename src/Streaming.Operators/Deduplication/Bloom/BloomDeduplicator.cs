using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.Against;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Deduplication.Sentences;
using Streaming.Operators.Holding;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Deduplication.Bloom;

/// <summary>Rejects texts most of whose runs of <c>n_grams</c> words a Bloom filter has seen in earlier ones, as datatrove's SingleBloomFilter.</summary>
/// <remarks>
/// datatrove picks bits by <c>number AND m_bytes</c>, not by a remainder: with a power of two only two bits are ever used, and the filter is full at once; with 2ⁿ - 1 it works as meant, in the first eighth of its
/// bytes. That is kept; <c>strict: true</c> uses all bits evenly. Its <c>k</c> from <c>expected_elements</c> is eight times too large as well, and right under <c>strict</c>. The filter is in memory, charged to the budget; state: 8 bytes for each bit
/// that is set, in the log. Figures are kept in the stats as <c>bloom_…</c>.
/// </remarks>
[Operator("bloom_deduplicator", Example = "{ m_bytes: 1048575, k: 7, n_grams: 5 }")]
internal sealed class BloomDeduplicator : Deduplicator<ulong[]>, ISplitsText
{
    private const string Shingles = "bloom_n_shingles";
    private const string Seen = "bloom_duplicate_shingles";

    private readonly BloomDeduplicatorOptions _options;
    private readonly BloomHashes _hashes;
    private readonly ulong _parameters;
    private readonly KeyLog<ulong> _log;
    private BloomBits? _bits;

    // Of other tables: apart, so that a table which is not named any more does not count.
    private BloomBits? _others;
    private MemoryShare? _memory;
    private double _share;

    /// <summary>With the options.</summary>
    public BloomDeduplicator(BloomDeduplicatorOptions options)
    {
        _options = options;
        _hashes = new(options.Functions, (uint)options.Seed, options.MBytes, options.Strict);
        _parameters = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(options.ShapeOfKeys));
        _log = new(_parameters);
        Splitter = Splitters.Of(options.Splitter);
    }

    public TextSplitter Splitter { get; set; }

    /// <summary>How many bits are set.</summary>
    internal long BitsSet => Bits.CountSet();

    private BloomBits Bits => _bits ?? throw new InvalidOperationException("The deduplicator was not opened.");

    public override RowSchema Describe(RowSchema input) => input.WithStat(Shingles, ColumnType.Int64).WithStat(Seen, ColumnType.Int64);

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        _bits = new(_hashes.Bits);
        _memory = new(context.Memory);
        if (_options.Against.Count > 0)
        {
            var others = _others = new(_hashes.Bits);
            using (await AgainstIndex<ulong>.OpenAsync(new() { Against = _options.Against }, _parameters, context, (row, keys) => keys.AddRange(BitsOf(row)), key => others.Set((long)KeyBits.Gather(key))))
            {
                // The filter has all of it now; nobody asks the index.
            }
        }

        AfterBatch();
    }

    public override void Save(IStateWriter state) => _log.Save(state.Log);

    public override void Restore(IStateReader state)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                _log.Restore(part, bit => Bits.Set((long)bit));
            }
        }
    }

    public override ValueTask DisposeAsync()
    {
        (_bits, _others) = (null, null);
        _memory?.Hold(0);
        return base.DisposeAsync();
    }

    protected override ulong[] Sign(Sample sample)
    {
        var text = TextNormalization.Simplify(sample.Text, _options.NormConfig);
        var rented = Splitter.Words(text);
        var words = new string[rented.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = rented.Items[i].Of(text).ToString();
        }

        rented.Dispose();
        return [.. Enumerable.Range(0, Math.Max(0, words.Length - _options.NGrams + 1))
            .Select(i => SpanHash.Of(string.Join(' ', words, i, _options.NGrams), _options.HashConfig))];
    }

    protected override Verdict Decide(Sample sample, ulong[] signature)
    {
        // All are asked before the first is added: a text is no duplicate of itself.
        var isNew = Array.ConvertAll(signature, shingle => !IsSeen(shingle));
        var seen = isNew.Count(n => !n);
        for (var i = 0; i < signature.Length; i++)
        {
            if (isNew[i])
            {
                Add(signature[i]);
            }
        }

        sample.Stats[Shingles] = (long)signature.Length;
        sample.Stats[Seen] = (long)seen;
        _share = signature.Length == 0 ? 0 : (double)seen / signature.Length;
        return signature.Length > 0 && _share > _options.DuplicateThreshold ? Verdict.Reject : Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) =>
        new("most runs of words were seen before", _share, string.Create(CultureInfo.InvariantCulture, $"≤ {_options.DuplicateThreshold}"));

    protected override void AfterBatch() => _memory?.Hold((_bits?.Bytes ?? 0) + (_others?.Bytes ?? 0) + _log.Bytes);

    private bool IsSeen(ulong shingle)
    {
        for (var i = 0; i < _hashes.Count; i++)
        {
            var bit = _hashes.BitOf(shingle, i);
            if (!Bits.IsSet(bit) && _others?.IsSet(bit) != true)
            {
                return false;
            }
        }

        return true;
    }

    // An index of keys wants them spread over 64 bits: numbers of bits are scattered, one to one.
    private IEnumerable<ulong> BitsOf(Sample row) => Sign(row)
        .SelectMany(shingle => Enumerable.Range(0, _hashes.Count).Select(i => KeyBits.Scatter((ulong)_hashes.BitOf(shingle, i)))).Distinct();

    private void Add(ulong shingle)
    {
        for (var i = 0; i < _hashes.Count; i++)
        {
            var bit = _hashes.BitOf(shingle, i);
            if (Bits.Set(bit))
            {
                _log.Add((ulong)bit);
            }
        }
    }
}

/// <summary>Options of <c>bloom_deduplicator</c>.</summary>
internal sealed record BloomDeduplicatorOptions : IValidatesOptions
{
    /// <summary>The filter's size, in bytes. Without <c>strict</c> best one less than a power of two.</summary>
    [Range(1L, 1L << 36)]
    public long MBytes { get; init; } = (1 << 24) - 1;

    /// <summary>How many bits stand for a run of words; null: from <c>expected_elements</c>.</summary>
    [Range(1, 1000)]
    public int? K { get; init; }

    /// <summary>How many runs of words are expected.</summary>
    [Range(1L, long.MaxValue)]
    public long? ExpectedElements { get; init; }

    /// <summary>The largest share of runs seen before, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double DuplicateThreshold { get; init; } = 0.8;

    /// <summary>The length of a run, in words.</summary>
    [Range(1, 1000)]
    public int NGrams { get; init; } = 13;

    /// <summary>The seed of the hash functions.</summary>
    [Range(0L, uint.MaxValue)]
    public long Seed { get; init; }

    /// <summary>How texts are simplified before they are split.</summary>
    public TextNormOptions NormConfig { get; init; } = new();

    /// <summary>How runs are hashed: 32 bits only.</summary>
    public SpanHashOptions HashConfig { get; init; } = new() { Precision = 32 };

    /// <summary>Uses all bits evenly, and the right number of them for a run.</summary>
    public bool Strict { get; init; }

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; }

    /// <summary>Tables (folders) whose rows count as seen before, in a filter of their own and of the same size: what is committed there when the run starts. What was read of them is remembered beside the table.</summary>
    [PathOption]
    public IReadOnlyList<string> Against { get; init; } = [];

    internal int Functions => K ?? (int)Math.Clamp(Math.Ceiling((Strict ? 1 : 8) * 8.0 * MBytes / (ExpectedElements ?? long.MaxValue) * Math.Log(2)), 1, 1000);

    internal string ShapeOfKeys => string.Create(
        CultureInfo.InvariantCulture, $"{MBytes} {Functions} {NGrams} {Seed} {NormConfig} {HashConfig} {Strict} {Splitter}");

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (HashConfig.Precision != 32)
        {
            yield return new("hash_config", "Runs are hashed to 32 bits here: precision must be 32.");
        }

        if (K is null && ExpectedElements is null)
        {
            yield return new("k", "Give k, or expected_elements.");
        }

        if (!Strict && long.IsPow2(MBytes) && MBytes > 1)
        {
            yield return new("m_bytes", "With a power of two only two bits of the filter are used, as in datatrove: take one less, or strict: true.") { IsWarning = true };
        }
    }
}
