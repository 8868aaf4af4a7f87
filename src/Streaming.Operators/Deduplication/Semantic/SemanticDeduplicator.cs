using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Holding;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>Options of <c>semantic_deduplicator</c>.</summary>
internal sealed record SemanticDeduplicatorOptions : IKeepOptions, IValidatesOptions
{
    /// <summary>The column of the vectors: from a table, or made ahead by <c>embedding_mapper</c>.</summary>
    [MinLength(1)]
    public string EmbeddingKey { get; init; } = "embedding";

    /// <summary>Samples whose vectors have at least this cosine with that of a kept one are duplicates (1 - ε in SemDeDup).</summary>
    [Range(0.0, 1.0)]
    public double CosineThreshold { get; init; } = 0.95;

    /// <summary>Clusters of online k-means. A look costs so many comparisons, and those with the vectors of a few clusters: about the root of the vectors that are kept is best.</summary>
    [Range(1, 65536)]
    public int NumClusters { get; init; } = 256;

    /// <summary>How many of the nearest clusters are looked into. 1 is SemDeDup's; more find duplicates on both sides of a border.</summary>
    [Range(1, 65536)]
    public int NumProbes { get; init; } = 4;

    /// <summary>Vectors that are kept, in memory; the oldest leave. By default as many as an eighth of the run's budget holds.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxVectors { get; init; }

    /// <summary>Which one of near samples stays: <c>first</c>, the first one seen; <c>best</c>, of those that come in one epoch the one with the highest <c>quality</c>. What is near one kept in an earlier epoch goes in both cases.</summary>
    public KeepPolicy Keep { get; init; } = KeepPolicy.First;

    /// <summary>For <c>keep: best</c>: the field that says how good a sample is, as a dotted path (<c>__dj__stats__.quality</c>, a column; of a text its length counts). Without a number a sample is the worst.</summary>
    public string? Quality { get; init; }

    /// <summary>For <c>keep: best</c>: whether the lowest value is the best (perplexity).</summary>
    public bool KeepLowest { get; init; }

    internal string Shape => string.Create(CultureInfo.InvariantCulture, $"semantic|{EmbeddingKey}|{NumClusters}");

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => ((IKeepOptions)this).KeepProblems();
}

/// <summary>Rejects samples that mean what an earlier one means: vectors with a large cosine (SemDeDup, arXiv 2303.09540), over a stream.</summary>
/// <remarks>
/// <para>SemDeDup clusters a data set first and keeps one of each group within a cluster. Here clusters grow with the stream: online k-means over the kept vectors, a sample compared with those in the <c>num_probes</c> nearest clusters, the
/// first one seen stays. Only kept samples are compared with, so a chain of small steps is not swallowed whole. A sample without a vector stays. With <c>keep: best</c> the samples of an epoch wait for its border, and are decided
/// from the best one down.</para>
/// <para>State in the log: two bytes a number of each kept vector; a restart gives the same clusters. Memory: <c>max_vectors</c> vectors of four bytes a number; those that left are not compared with any more (a warning says so).
/// Found and missed shares: docs/deduplication.md.</para>
/// </remarks>
[Operator("semantic_deduplicator", Example = "{ embedding_key: embedding, cosine_threshold: 0.95 }")]
internal sealed class SemanticDeduplicator(SemanticDeduplicatorOptions options) : Deduplicator<float[]?>
{
    private const int ShareOfBudget = 8;

    private readonly VectorLog _log = new(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(options.Shape)));
    private readonly float _threshold = (float)options.CosineThreshold;
    private readonly SampleQuality _quality = new(options);

    // Of the samples of an epoch: the cosine for which one goes, and which one it was that stayed with a vector.
    private readonly Dictionary<int, float> _cosines = [];
    private readonly Dictionary<float[], int> _owners = [];
    private WaitingSamples? _waiting;
    private VectorClusters? _vectors;
    private MemoryShare? _memory;
    private OperatorContext? _context;
    private Rejection _why;
    private bool _isFull;

    /// <summary>Vectors that are compared with.</summary>
    internal int Count => _vectors?.Count ?? 0;

    public override bool HoldsEpoch => _quality.Counts;

    public override long Held => _waiting?.Held ?? 0;

    public override RowSchema Describe(RowSchema input)
    {
        _quality.Find(input);
        UnitVector.Column(input, options.EmbeddingKey);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _quality.Find(context.Input);
        _context = context;
        _waiting = HoldsEpoch ? new(context, _quality) : null;
        _memory = new(context.Memory);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(SampleBatch last)
    {
        if (_waiting is { Held: > 0 } waiting)
        {
            waiting.GiveBack(last, Judge, Explain);
            if (waiting.Held == 0)
            {
                waiting.Dispose();
                _waiting = new(_context!, _quality);
                _cosines.Clear();
                _owners.Clear();
            }

            AfterBatch();
        }

        return ValueTask.CompletedTask;
    }

    public override void Save(IStateWriter state) => _log.Save(state.Log);

    public override void Restore(IStateReader state)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                _log.Restore(part, Keep);
            }
        }
    }

    public override ValueTask DisposeAsync()
    {
        _vectors = null;
        _waiting?.Dispose();
        _memory?.Hold(0);
        return base.DisposeAsync();
    }

    protected override float[]? Sign(Sample sample) => EmbeddingColumn.UnitOf(sample, options.EmbeddingKey);

    protected override Verdict Decide(Sample sample, float[]? signature)
    {
        if (_waiting is not null)
        {
            _waiting.Add(sample);
            return Verdict.Hold;
        }

        if (signature is null || !IsKnown(signature, out var cosine, out _))
        {
            return Verdict.Keep;
        }

        _why = Explain(cosine, "an earlier sample");
        return Verdict.Reject;
    }

    protected override Rejection Explain(Sample sample) => _why;

    protected override void AfterBatch() => _memory?.Hold((_vectors?.Bytes ?? 0) + (_log.Unsaved * 8L) + (_waiting?.Bytes ?? 0) + (48L * (_cosines.Count + _owners.Count)));

    // Vectors are read again from the samples: those may lie on disk.
    private int[] Judge()
    {
        var stays = new int[_waiting!.Count];
        foreach (var at in _waiting.BestFirst())
        {
            stays[at] = at;
            if (Sign(_waiting.Get(at)) is not { } vector)
            {
                continue;
            }

            if (IsKnown(vector, out var cosine, out var of))
            {
                _cosines[at] = cosine;
                stays[at] = of is not null && _owners.TryGetValue(of, out var owner) ? owner : WaitingSamples.Earlier;
            }
            else
            {
                _owners[vector] = at;
            }
        }

        return stays;
    }

    // What is not known is kept. NaN: its length is another.
    private bool IsKnown(float[] vector, out float cosine, out float[]? of)
    {
        (cosine, of) = _vectors is null ? (-1f, null) : vector.Length == _vectors.Dimensions ? _vectors.Nearest(vector, _threshold) : (float.NaN, null);
        if (float.IsNaN(cosine) || cosine >= _threshold)
        {
            return true;
        }

        Keep(vector);
        _log.Add(vector);
        return false;
    }

    private Rejection Explain(int at, string of) => Explain(_cosines[at], of);

    private Rejection Explain(float cosine, string of) => float.IsNaN(cosine)
        ? new("its vector has another length than those before it", Threshold: $"{_vectors!.Dimensions}")
        : new($"means what {of} means", Math.Round(cosine, 6), string.Create(CultureInfo.InvariantCulture, $"< {options.CosineThreshold}"));

    private void Keep(float[] vector)
    {
        var context = _context ?? throw new InvalidOperationException("The deduplicator was not opened.");
        var capacity = options.MaxVectors ?? (int)Math.Clamp(context.Memory.Limit / ShareOfBudget / VectorClusters.BytesEach(vector.Length), 1, int.MaxValue);
        _vectors ??= new(vector.Length, options.NumClusters, options.NumProbes, capacity);
        if (vector.Length != _vectors.Dimensions)
        {
            return;
        }

        if (_vectors.Count == capacity && !_isFull)
        {
            _isFull = true;
            context.Warn($"{context.Name} keeps {capacity} vectors: the oldest are not compared with any more. Raise max_vectors, or memory.");
        }

        _vectors.Add(vector);
    }
}
