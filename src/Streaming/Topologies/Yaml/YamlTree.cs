namespace Streaming.Topologies;

/// <summary>A node of a topology's YAML, with its place. Nodes are never changed; an alias shares the node of its anchor.</summary>
internal abstract class YamlTree(Place where)
{
    public Place Where { get; } = where;
}

/// <summary>Where a node stands: a file, or the command line.</summary>
internal readonly record struct Place(string File, Mark Mark)
{
    public Place Right(int columns) => this with { Mark = Mark with { Column = Mark.Column + columns } };
}

/// <summary>A value without parts. A plain one is not in quotes, so that <c>null</c> in it means nothing is there.</summary>
internal sealed class YamlScalar(string value, bool isPlain, Place where) : YamlTree(where)
{
    public string Value { get; } = value;

    public bool IsPlain { get; } = isPlain;

    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed class YamlList(IReadOnlyList<YamlTree> items, Place where) : YamlTree(where)
{
    public IReadOnlyList<YamlTree> Items { get; } = items;
}

/// <summary>Names with values, in the order of the file; no name twice.</summary>
internal sealed class YamlMap(IReadOnlyList<YamlEntry> entries, Place where) : YamlTree(where)
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    public YamlTree? Find(string name) => Entries.FirstOrDefault(e => e.Name == name).Value;

    /// <summary>This map with an entry replaced, or added at the end.</summary>
    public YamlMap With(YamlScalar key, YamlTree value) => Find(key.Value) is null
        ? new([.. Entries, new(key, value)], Where)
        : new([.. Entries.Select(e => e.Name == key.Value ? e with { Value = value } : e)], Where);
}

/// <summary>A name and its value.</summary>
internal readonly record struct YamlEntry(YamlScalar Key, YamlTree Value)
{
    public string Name => Key.Value;
}
