namespace Streaming.Tokenizers.Models;

/// <summary>A trie of vocabulary pieces over UTF-16 units.</summary>
internal sealed class PieceTrie
{
    public const int Root = 0;
    private readonly PairMap _edges;
    private readonly int[] _idOfNode;

    public PieceTrie(IEnumerable<KeyValuePair<string, int>> pieces)
    {
        var edges = new Dictionary<(int Left, int Right), (int First, int Second)>();
        var ids = new List<int> { -1 };
        foreach (var (piece, id) in pieces)
        {
            var node = Root;
            foreach (var unit in piece)
            {
                if (!edges.TryGetValue((node, unit), out var next))
                {
                    next = (ids.Count, 0);
                    edges.Add((node, unit), next);
                    ids.Add(-1);
                }

                node = next.First;
            }

            if (node != Root)
            {
                ids[node] = id;
            }
        }

        _edges = new PairMap(edges);
        _idOfNode = [.. ids];
    }

    /// <summary>Follows one unit; <paramref name="id"/> is that of the piece that ends there, or -1.</summary>
    public bool Step(ref int node, char unit, out int id)
    {
        if (_edges.TryGet(node, unit, out var next, out _))
        {
            node = next;
            id = _idOfNode[next];
            return true;
        }

        id = -1;
        return false;
    }

    /// <summary>The id and length of the longest piece that the text begins with; length 0 if there is none.</summary>
    public int Longest(ReadOnlySpan<char> text, out int length)
    {
        var node = Root;
        var found = -1;
        length = 0;
        for (var index = 0; index < text.Length && Step(ref node, text[index], out var id); index++)
        {
            if (id >= 0)
            {
                (found, length) = (id, index + 1);
            }
        }

        return found;
    }
}
