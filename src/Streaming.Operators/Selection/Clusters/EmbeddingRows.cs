using Streaming.Operators.Vectors;

namespace Streaming.Operators.Selection.Clusters;

/// <summary>The vectors of samples, each of length one, in memory. What has no vector, or one of another size, is a row of its own without direction.</summary>
internal sealed class EmbeddingRows
{
    private readonly List<float[]?> _rows = [];

    /// <summary>Numbers a vector has; 0 before the first one.</summary>
    public int Width { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _rows.Count * (32L + (4L * Width));

    /// <summary>The vectors of those rows that have one.</summary>
    public IReadOnlyList<float[]> Vectors => [.. _rows.OfType<float[]>()];

    /// <summary>A row's vector; null where it has none.</summary>
    public float[]? this[int row] => _rows[row];

    /// <summary>Takes the vector of the next sample.</summary>
    public void Add(object? value)
    {
        var vector = UnitVector.Of(value);
        if (vector is not null && (Width == 0 || vector.Length == Width))
        {
            Width = vector.Length;
            _rows.Add(vector);
            return;
        }

        _rows.Add(null);
    }
}
