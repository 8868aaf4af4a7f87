using System.Numerics.Tensors;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>The binary tree of fastText's hierarchical softmax: a Huffman tree of the labels' counts, in which each inner node decides between its children.</summary>
internal sealed class FastTextTree
{
    private readonly int _labels;
    private readonly int _dimensions;
    private readonly int[] _left;
    private readonly int[] _right;

    /// <summary>The tree of labels with some counts, largest first.</summary>
    public FastTextTree(IReadOnlyList<long> counts, int dimensions)
    {
        (_labels, _dimensions) = (counts.Count, dimensions);
        var nodes = (2 * _labels) - 1;
        (_left, _right) = (new int[nodes], new int[nodes]);
        var weights = new long[nodes];
        for (var i = 0; i < nodes; i++)
        {
            weights[i] = i < _labels ? counts[i] : 1_000_000_000_000_000;
        }

        var (leaf, inner) = (_labels - 1, _labels);
        for (var i = _labels; i < nodes; i++)
        {
            _left[i] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            _right[i] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            weights[i] = weights[_left[i]] + weights[_right[i]];
        }
    }

    /// <summary>The most likely label, and the logarithm of how likely it is.</summary>
    public (int Label, float LogScore) Best(ReadOnlySpan<float> hidden, float[] output)
    {
        var best = (Label: 0, Score: float.NegativeInfinity);
        var open = new Stack<(int Node, float Score)>();
        open.Push((_left.Length - 1, 0));
        while (open.TryPop(out var next))
        {
            if (next.Score <= best.Score)
            {
                continue;
            }

            if (next.Node < _labels)
            {
                best = (next.Node, next.Score);
                continue;
            }

            var dot = TensorPrimitives.Dot(output.AsSpan((next.Node - _labels) * _dimensions, _dimensions), hidden);
            var right = 1 / (1 + MathF.Exp(-dot));
            open.Push((_right[next.Node], next.Score + FastTextModel.Log(right)));
            open.Push((_left[next.Node], next.Score + FastTextModel.Log(1 - right)));
        }

        return best;
    }
}
