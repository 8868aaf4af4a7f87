using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Selection.Clusters;

/// <summary>Options of selectors that cluster samples by vectors.</summary>
internal abstract record ClusterSelectorOptions : ShareOptions
{
    /// <summary>The column of vectors, as <c>embedding_mapper</c> writes it.</summary>
    [MinLength(1)]
    public string EmbeddingKey { get; init; } = "embedding";

    /// <summary>Clusters.</summary>
    [Range(1, 65_536)]
    public int Clusters { get; init; } = 100;

    /// <summary>Among what is picked: <c>dataset</c>, the whole input, which must be bounded; <c>stream</c>, the samples of each epoch, clustered by themselves.</summary>
    public SelectionScope Scope { get; init; } = SelectionScope.Dataset;
}

/// <summary>Clusters samples by a column of vectors, and picks from each cluster. Samples without a vector are rejected.</summary>
internal abstract class ClusterSelector(ClusterSelectorOptions options) : Selector
{
    private EmbeddingRows _rows = new();
    private string? _column;
    private ulong _seed;

    /// <inheritdoc/>
    protected override bool IsActive => true;

    /// <inheritdoc/>
    protected override SelectionScope Scope => options.Scope;

    /// <inheritdoc/>
    protected override long BesideBytes => _rows.Bytes;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        _column = UnitVector.Column(input, options.EmbeddingKey);
        return input;
    }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        _seed = context.Seed;
        return base.OpenAsync(context);
    }

    /// <inheritdoc/>
    protected override void Learn(Sample sample) => _rows.Add(sample.Meta[_column!]);

    /// <inheritdoc/>
    protected override void Forget() => _rows = new();

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Choose(int count)
    {
        var means = SphericalMeans.Train(_rows.Vectors, options.Clusters, _seed);
        var clusters = new List<Member>[means.Count];
        for (var i = 0; i < count; i++)
        {
            if (_rows[i] is { } vector)
            {
                var (cluster, cosine) = means.Of(vector);
                (clusters[cluster] ??= []).Add(new(i, vector, cosine));
            }
        }

        return [.. Pick([.. clusters.Where(c => c is not null)], Share.Of(count, options.SelectRatio, options.SelectNum)).Order()];
    }

    /// <summary>The samples to keep.</summary>
    /// <param name="clusters">The members of each cluster.</param>
    /// <param name="wanted">How many.</param>
    protected abstract IEnumerable<int> Pick(IReadOnlyList<List<Member>> clusters, int wanted);
}

/// <summary>A sample of a cluster.</summary>
/// <param name="Sample">Its number.</param>
/// <param name="Vector">Its vector.</param>
/// <param name="Cosine">Its cosine to the centre.</param>
internal sealed record Member(int Sample, float[] Vector, float Cosine);
