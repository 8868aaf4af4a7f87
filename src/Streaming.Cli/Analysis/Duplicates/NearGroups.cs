using Streaming.Cli.Analysis.Texts;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Cli.Analysis.Duplicates;

/// <summary>Groups of texts that are nearly the same, by MinHash and banding as <c>document_minhash_deduplicator</c> finds them.</summary>
/// <remarks>
/// Broder 1997; bands by the least error at the threshold. The index holds the first texts up to its bound; later ones are compared with those, so that memory stays bounded: of a larger dataset the groups are
/// those around its first texts.
/// </remarks>
internal sealed class NearGroups(double threshold)
{
    private const int Shingle = 5;
    private const int Permutations = 256;
    private const int MostKeys = 2_500_000;
    private const int MostExcerpts = 2_000;
    private const int ExcerptsOfGroup = 3;
    private const int Excerpt = 200;

    private readonly BandShape _shape = BandShape.Optimal(threshold, Permutations);
    private readonly Dictionary<ulong, int> _bands = [];
    private readonly List<string> _ids = [];
    private readonly DisjointSets _sets = new();
    private readonly List<int> _sizes = [];
    private readonly Dictionary<int, List<NearMember>> _members = [];
    private MinHashSigner? _signer;

    public double Threshold => threshold;

    /// <summary>Texts that were compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Texts too short to have a run of five words.</summary>
    public long Short { get; private set; }

    /// <summary>Texts that are in the index.</summary>
    public int Indexed => _ids.Count;

    /// <summary>Texts that came when the index was full and were only compared with it.</summary>
    public long Beyond { get; private set; }

    /// <summary>How many texts could go, one of each group staying.</summary>
    public long Redundant => Roots().Sum(r => _sizes[r] - 1L);

    /// <summary>The number of groups of two or more.</summary>
    public int Count => Roots().Count();

    public void Add(string id, string text)
    {
        if (CountWords(text) < Shingle)
        {
            Short++;
            return;
        }

        Compared++;
        _signer ??= new(Shingler.Of(Tokenization.Space, Shingle, lowercase: true, null), new Xxh3ShingleHash(_shape.Bands * _shape.Rows), _shape);
        var keys = _signer.KeysOf(text);
        var found = Find(keys);
        if (_bands.Count + keys.Length > MostKeys)
        {
            Beyond++;
        }
        else
        {
            found = Index(id, keys, found);
        }

        if (found >= 0)
        {
            Take(found, id, text);
        }
    }

    /// <summary>The largest groups.</summary>
    public IReadOnlyList<NearGroup> Largest(int count) =>
        [.. Roots().OrderByDescending(r => _sizes[r]).ThenBy(r => r).Take(count).Select(r => new NearGroup(_ids[r], _sizes[r], MembersOf(r)))];

    // A number that the text joins; the sets of all that it meets become one.
    private int Find(ulong[] keys)
    {
        var found = -1;
        foreach (var key in keys)
        {
            if (_bands.TryGetValue(key, out var other))
            {
                var root = _sets.Find(other);
                found = found < 0 || found == root ? root : Join(found, root);
            }
        }

        return found;
    }

    private int Index(string id, ulong[] keys, int found)
    {
        var number = _sets.Add();
        _ids.Add(id);
        _sizes.Add(1);
        if (found >= 0)
        {
            _sets.Union(found, number);
        }

        foreach (var key in keys)
        {
            _bands.TryAdd(key, number);
        }

        return found;
    }

    private void Take(int root, string id, string text)
    {
        _sizes[root]++;
        if (!_members.TryGetValue(root, out var members))
        {
            if (_members.Count == MostExcerpts)
            {
                return;
            }

            _members.Add(root, members = []);
        }

        if (members.Count < ExcerptsOfGroup)
        {
            members.Add(new(id, ReadableText.Excerpt(text, Excerpt)));
        }
    }

    private int Join(int one, int other)
    {
        var (root, leaf) = (Math.Min(one, other), Math.Max(one, other));
        _sets.Union(root, leaf);
        _sizes[root] += _sizes[leaf];
        if (_members.Remove(leaf, out var members))
        {
            _members[root] = [.. (_members.GetValueOrDefault(root) ?? []).Concat(members).Take(ExcerptsOfGroup)];
        }

        return root;
    }

    private IEnumerable<int> Roots() => Enumerable.Range(0, _ids.Count).Where(i => _sets.Find(i) == i && _sizes[i] > 1);

    private List<NearMember> MembersOf(int root) => _members.GetValueOrDefault(root) ?? [];

    private static int CountWords(string text)
    {
        var (words, isIn) = (0, false);
        foreach (var c in text)
        {
            words += c != ' ' && !isIn ? 1 : 0;
            isIn = c != ' ';
        }

        return words;
    }
}

/// <summary>A group of near-duplicates.</summary>
/// <param name="First">The id of its first text.</param>
/// <param name="Size">How many it has.</param>
/// <param name="Members">Some of the others.</param>
internal sealed record NearGroup(string First, int Size, IReadOnlyList<NearMember> Members);

/// <summary>A text of a group.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Excerpt">Its start.</param>
internal sealed record NearMember(string Id, string Excerpt);
