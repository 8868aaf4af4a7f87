using System.Globalization;

namespace Streaming.Topologies;

/// <summary>Applies <c>--set path=value</c>: paths name keys and places in lists, <c>steps.0.text_length_filter.min_len=50</c>.</summary>
internal sealed class Overrides(TopologyProblems problems)
{
    /// <summary>What a problem in an override names as its file; its line is the number of the override, its column the place in it.</summary>
    public const string File = "--set";

    // Below these, names are the user's own or operators': a new one would be a silent addition instead of an override.
    private static readonly string[] _closed = ["sources", "sinks", "branches"];

    public YamlTree Apply(YamlTree root, IReadOnlyList<string> overrides)
    {
        for (var i = 0; i < overrides.Count; i++)
        {
            var text = overrides[i];
            var place = new Place(File, new(i + 1, 1));
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add(place, $"'{TopologyProblems.Excerpt(text)}' is not of the form path=value");
            }
            else if (text.AsSpan(0, equals).Count('.') >= YamlTreeReader.MaxDepth)
            {
                problems.Add(place, "a path of more than 100 parts");
            }
            else if (ReadValue(text[(equals + 1)..], place.Right(equals + 1)) is { } value)
            {
                root = Set(root, Path(text[..equals], place), 0, value) ?? root;
            }
        }

        return root;
    }

    private YamlTree? ReadValue(string text, Place place)
    {
        var found = new TopologyProblems();
        var value = text.Length == 0 ? new YamlScalar("", false, place) : YamlTreeReader.Read(text, File, found);
        foreach (var problem in found.InOrder)
        {
            problems.Add(place, problem.Message);
        }

        return value is null ? null : Moved(value, place);
    }

    // The value was read as a file of its own; its places are moved to where it stands in the override.
    private static YamlTree Moved(YamlTree node, Place to)
    {
        var where = to.Right(node.Where.Mark.Column - 1);
        return node switch
        {
            YamlScalar s => new YamlScalar(s.Value, s.IsPlain, where),
            YamlList l => new YamlList([.. l.Items.Select(item => Moved(item, to))], where),
            YamlMap m => new YamlMap([.. m.Entries.Select(e => new YamlEntry((YamlScalar)Moved(e.Key, to), Moved(e.Value, to)))], where),
            _ => node,
        };
    }

    private static List<YamlScalar> Path(string path, Place place)
    {
        var keys = new List<YamlScalar>();
        var column = 0;
        foreach (var key in path.Split('.'))
        {
            keys.Add(new(key, true, place.Right(column)));
            column += key.Length + 1;
        }

        return keys;
    }

    private YamlTree? Set(YamlTree node, List<YamlScalar> path, int depth, YamlTree value)
    {
        if (depth == path.Count)
        {
            return value;
        }

        return node switch
        {
            YamlList list => SetItem(list, path, depth, value),
            YamlMap map => SetEntry(map, path, depth, value),
            YamlScalar { IsNull: true } => SetEntry(new([], node.Where), path, depth, value),
            YamlScalar bare when bare.Value == path[depth].Value => SetEntry(new([new(bare, new YamlScalar("", true, bare.Where))], bare.Where), path, depth, value),
            _ => Unknown(path[depth], $"'{path[depth].Value}' leads nowhere: what is before it has no such part", [((YamlScalar)node).Value]),
        };
    }

    private YamlList? SetItem(YamlList list, List<YamlScalar> path, int depth, YamlTree value)
    {
        if (!int.TryParse(path[depth].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= list.Items.Count)
        {
            Unknown(path[depth], $"'{path[depth].Value}' is no place of a list of {list.Items.Count}; the first one is 0", []);
            return null;
        }

        return Set(list.Items[at], path, depth + 1, value) is { } item ? new([.. list.Items.Take(at), item, .. list.Items.Skip(at + 1)], list.Where) : null;
    }

    private YamlMap? SetEntry(YamlMap map, List<YamlScalar> path, int depth, YamlTree value)
    {
        var key = path[depth];
        var child = map.Find(key.Value);
        if (child is null && depth > 0 && (_closed.Contains(path[depth - 1].Value) || path[depth - 1].Value.All(char.IsAsciiDigit)))
        {
            Unknown(key, $"there is no '{key.Value}' here; known: {string.Join(", ", map.Entries.Select(e => e.Name))}", map.Entries.Select(e => e.Name));
            return null;
        }

        return Set(child ?? new YamlScalar("", true, key.Where), path, depth + 1, value) is { } set ? map.With(key, set) : null;
    }

    private YamlTree? Unknown(YamlScalar key, string message, IEnumerable<string> known)
    {
        problems.Add(key, message, NearestName.Find(key.Value, known));
        return null;
    }
}
