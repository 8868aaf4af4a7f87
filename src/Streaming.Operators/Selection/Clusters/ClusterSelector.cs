using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Selection.Clusters;

/// <summary>Options of selectors that cluster samples by vectors.</summary>
internal abstract record ClusterSelectorOptions : IValidatesOptions
{
    /// <summary>The column of vectors, as <c>embedding_mapper</c> writes it.</summary>
    [MinLength(1)]
    public string EmbeddingKey { get; init; } = "embedding";

    /// <summary>Clusters.</summary>
    [Range(1, 65_536)]
    public int Clusters { get; init; } = 100;

    /// <summary>Which share of the samples is kept. With <c>select_num</c> too the smaller number counts.</summary>
    [Range(0.0, 1.0)]
    public double? SelectRatio { get; init; }

    /// <summary>How many samples are kept.</summary>
    [Range(1, int.MaxValue)]
    public int? SelectNum { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) =>
        (SelectRatio ?? SelectNum) is null or 0 ? [new("select_ratio", "Say which share is kept (select_ratio), or how many (select_num).")] : [];
}

/// <summary>Clusters samples by a column of vectors, and picks from each cluster. Samples without a vector are rejected.</summary>
internal abstract class ClusterSelector(ClusterSelectorOptions options) : Selector
{
    private readonly EmbeddingRows _rows = new();
    private string? _column;
    private ulong _seed;

    /// <inheritdoc/>
    protected override bool IsActive => true;

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
