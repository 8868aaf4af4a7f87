using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>Options of <c>semantic_deduplicator</c>.</summary>
internal sealed record SemanticDeduplicatorOptions
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

    internal string Shape => string.Create(CultureInfo.InvariantCulture, $"semantic|{EmbeddingKey}|{NumClusters}");
}

/// <summary>Rejects samples that mean what an earlier one means: vectors with a large cosine (SemDeDup, arXiv 2303.09540), over a stream.</summary>
/// <remarks>
/// <para>SemDeDup clusters a data set first and keeps one of each group within a cluster. Here clusters grow with the stream: online k-means over the kept vectors, a sample compared with those in the <c>num_probes</c> nearest clusters, the
/// first one seen stays. Only kept samples are compared with, so a chain of small steps is not swallowed whole. A sample without a vector stays.</para>
/// <para>State in the log: two bytes a number of each kept vector; a restart gives the same clusters. Memory: <c>max_vectors</c> vectors of four bytes a number; those that left are not compared with any more (a warning says so).
/// Found and missed shares: docs/deduplication.md.</para>
/// </remarks>
[Operator("semantic_deduplicator", Example = "{ embedding_key: embedding, cosine_threshold: 0.95 }")]
internal sealed class SemanticDeduplicator(SemanticDeduplicatorOptions options) : Deduplicator<float[]?>
{
    private const int ShareOfBudget = 8;

    private readonly VectorLog _log = new(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(options.Shape)));
    private readonly float _threshold = (float)options.CosineThreshold;
    private VectorClusters? _vectors;
    private MemoryShare? _memory;
    private OperatorContext? _context;
    private Rejection _why;
    private bool _isFull;

    /// <summary>Vectors that are compared with.</summary>
    internal int Count => _vectors?.Count ?? 0;

    public override RowSchema Describe(RowSchema input)
    {
        UnitVector.Column(input, options.EmbeddingKey);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _context = context;
        _memory = new(context.Memory);
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
        _memory?.Hold(0);
        return base.DisposeAsync();
    }

    protected override float[]? Sign(Sample sample) => EmbeddingColumn.UnitOf(sample, options.EmbeddingKey);

    protected override Verdict Decide(Sample sample, float[]? signature)
    {
        if (signature is null)
        {
            return Verdict.Keep;
        }

        if (_vectors is { } vectors)
        {
            if (signature.Length != vectors.Dimensions)
            {
                _why = new("its vector has another length than those before it", signature.Length, $"{vectors.Dimensions}");
                return Verdict.Reject;
            }

            if (vectors.NearestCosine(signature, _threshold) is var cosine && cosine >= _threshold)
            {
                _why = new("means what an earlier sample means", Math.Round(cosine, 6), string.Create(CultureInfo.InvariantCulture, $"< {options.CosineThreshold}"));
                return Verdict.Reject;
            }
        }

        Keep(signature);
        _log.Add(signature);
        return Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) => _why;

    protected override void AfterBatch() => _memory?.Hold((_vectors?.Bytes ?? 0) + (_log.Unsaved * 8L));

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
