namespace Streaming.Operators.Filtering.FastText;

/// <summary>The binary tree of fastText's hierarchical softmax: a Huffman tree of the labels' counts, in which each inner node decides between its children.</summary>
internal sealed class FastTextTree
{
    private readonly int _labels;
    private readonly int[] _left;
    private readonly int[] _right;

    /// <summary>The tree of labels with some counts, largest first.</summary>
    public FastTextTree(IReadOnlyList<long> counts)
    {
        _labels = counts.Count;
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
    public (int Label, float LogScore) Best(ReadOnlySpan<float> hidden, FastTextMatrix output)
    {
        var best = (Label: 0, Score: float.NegativeInfinity);
        var open = new Stack<(int Node, float Score)>([(_left.Length - 1, 0)]);
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

            Branch(next, hidden, output, open);
        }

        return best;
    }

    /// <summary>The labels that are likelier than <paramref name="least"/>, and the logarithms of how likely they are.</summary>
    public IReadOnlyList<(int Label, float LogScore)> All(ReadOnlySpan<float> hidden, FastTextMatrix output, float least)
    {
        var found = new List<(int, float)>();
        var open = new Stack<(int Node, float Score)>([(_left.Length - 1, 0)]);
        while (open.TryPop(out var next))
        {
            if (next.Score < least)
            {
                continue;
            }

            if (next.Node < _labels)
            {
                found.Add(next);
                continue;
            }

            Branch(next, hidden, output, open);
        }

        return found;
    }

    private void Branch((int Node, float Score) at, ReadOnlySpan<float> hidden, FastTextMatrix output, Stack<(int Node, float Score)> open)
    {
        var right = 1 / (1 + MathF.Exp(-output.Dot(at.Node - _labels, hidden)));
        open.Push((_right[at.Node], at.Score + FastTextOutput.Log(right)));
        open.Push((_left[at.Node], at.Score + FastTextOutput.Log(1 - right)));
    }
}
