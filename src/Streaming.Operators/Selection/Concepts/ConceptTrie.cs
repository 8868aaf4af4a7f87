using System.Globalization;
using System.Text;

namespace Streaming.Operators.Selection.Concepts;

/// <summary>Finds all of many phrases in a text in one walk (Aho and Corasick 1975): time grows with the text, not with the number of phrases.</summary>
internal sealed class ConceptTrie
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<int> _fail = [0];
    private readonly List<int> _phrase = [-1];
    private readonly List<int> _shorter = [-1];
    private readonly List<string> _phrases = [];
    private readonly bool _ignoreCase;

    /// <summary>Of phrases, of which empty ones and repeated ones are left out.</summary>
    public ConceptTrie(IEnumerable<string> phrases, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        var edges = new List<(int From, char By, int To)>();
        foreach (var phrase in phrases.Select(Normal).Where(p => p.Length > 0))
        {
            Add(phrase, edges);
        }

        // Nodes are numbered along their phrases: the shallow ones come first where edges are sorted by depth.
        Link(edges);
        Bytes = (_next.Count * 32L) + (_fail.Count * 12L) + _phrases.Sum(p => 2L * p.Length);
    }

    /// <summary>The phrases, in their order.</summary>
    public IReadOnlyList<string> Phrases => _phrases;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes { get; }

    /// <summary>Adds the numbers of the phrases that a text holds as whole words; each once.</summary>
    public void Find(string text, ISet<int> found)
    {
        var normal = Normal(text);
        var node = 0;
        for (var i = 0; i < normal.Length; i++)
        {
            node = Step(node, normal[i]);
            for (var at = _phrase[node] >= 0 ? node : _shorter[node]; at >= 0; at = _shorter[at])
            {
                var phrase = _phrase[at];
                if (!found.Contains(phrase) && IsWhole(normal, i + 1 - _phrases[phrase].Length, i + 1))
                {
                    found.Add(phrase);
                }
            }
        }
    }

    // Runs of white space count as one blank, so that a phrase may be broken over lines.
    private string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                normal.Append(_ignoreCase ? char.ToLowerInvariant(c) : c);
            }
            else if (normal.Length > 0 && normal[^1] != ' ')
            {
                normal.Append(' ');
            }
        }

        return normal.Length > 0 && normal[^1] == ' ' ? normal.ToString(0, normal.Length - 1) : normal.ToString();
    }

    private void Add(string phrase, List<(int From, char By, int To)> edges)
    {
        var node = 0;
        foreach (var c in phrase)
        {
            var key = Key(node, c);
            if (!_next.TryGetValue(key, out var next))
            {
                next = _fail.Count;
                _next.Add(key, next);
                _fail.Add(0);
                _phrase.Add(-1);
                _shorter.Add(-1);
                edges.Add((node, c, next));
            }

            node = next;
        }

        if (_phrase[node] < 0)
        {
            _phrase[node] = _phrases.Count;
            _phrases.Add(phrase);
        }
    }

    private void Link(List<(int From, char By, int To)> edges)
    {
        var depths = new int[_fail.Count];
        edges.ForEach(e => depths[e.To] = depths[e.From] + 1);
        foreach (var (from, by, to) in edges.OrderBy(e => depths[e.To]))
        {
            _fail[to] = from == 0 ? 0 : Step(_fail[from], by);
            _shorter[to] = _phrase[_fail[to]] >= 0 ? _fail[to] : _shorter[_fail[to]];
        }
    }

    private int Step(int node, char by)
    {
        int next;
        while (!_next.TryGetValue(Key(node, by), out next))
        {
            if (node == 0)
            {
                return 0;
            }

            node = _fail[node];
        }

        return next;
    }

    // Letters without case (Han, Thai) join no words: between them no border is asked for.
    private static bool IsWhole(string text, int from, int to) =>
        (from == 0 || !Joins(text[from - 1]) || !Joins(text[from])) && (to == text.Length || !Joins(text[to - 1]) || !Joins(text[to]));

    private static bool Joins(char c) => char.IsLetterOrDigit(c) && char.GetUnicodeCategory(c) != UnicodeCategory.OtherLetter;

    private static long Key(int node, char by) => ((long)node << 16) | by;
}
