using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Hashes what decides the output of a topology: its tree, without memory, threads, rejects, how fast media are fetched, the feed and its feedback, the place of dead letters and the paths of outputs. Order counts where it has a meaning: lists, sources, sinks, branches.</summary>
internal sealed class TopologyHash
{
    private static readonly string[] _ordered = ["sources", "sinks", "branches"];

    private static readonly string[] _paces = ["timeout_ms", "retries", "concurrency", "per_host"];

    private readonly XxHash128 _hash = new();

    /// <summary>32 hex digits.</summary>
    public static string Of(YamlMap root, OperatorCatalog catalog)
    {
        var entries = root.Entries.Where(e => e.Name is not ("memory" or "threads" or "rejects" or "feed" or "feedback")).Select(e => e.Name switch
        {
            "media" when e.Value is YamlMap { Entries: [{ Name: "http" } http] } => e with { Value = new YamlMap([http with { Value = Without(http.Value, _paces.Contains) }], e.Value.Where) },
            "dead_letters" => e with { Value = Without(e.Value, key => key != "max_ratio") },
            "sink" => e with { Value = WithoutPath(e.Value, catalog) },
            "sinks" when e.Value is YamlMap sinks => e with { Value = new YamlMap([.. sinks.Entries.Select(s => s with { Value = WithoutPath(s.Value, catalog) })], sinks.Where) },
            _ => e,
        });
        var hash = new TopologyHash();
        hash.Add(new YamlMap([.. entries], root.Where), "");
        return Convert.ToHexStringLower(hash._hash.GetHashAndReset());
    }

    private static YamlTree WithoutPath(YamlTree sink, OperatorCatalog catalog) => sink is YamlMap { Entries: [var only] } map
        ? new YamlMap([only with { Value = Without(only.Value, key => catalog.Find(OperatorRole.Sink, only.Name)?.Options.Any(o => o.IsPath && o.Name == key) ?? false) }], map.Where)
        : sink;

    private static YamlTree Without(YamlTree node, Func<string, bool> isLeftOut) =>
        node is YamlMap map ? new YamlMap([.. map.Entries.Where(e => !isLeftOut(e.Name))], map.Where) : node;

    private void Add(YamlTree node, string name)
    {
        switch (node)
        {
            case YamlScalar scalar:
                Add('s', scalar.Value);
                break;
            case YamlList list:
                Add('l', list.Items.Count);
                foreach (var item in list.Items)
                {
                    Add(item, "");
                }

                break;
            case YamlMap map:
                Add('m', map.Entries.Count);
                foreach (var (key, value) in _ordered.Contains(name) ? map.Entries.AsEnumerable() : map.Entries.OrderBy(e => e.Name, StringComparer.Ordinal))
                {
                    Add('k', key.Value);
                    Add(value, key.Value);
                }

                break;
        }
    }

    // Lengths go in before contents, so that no two trees give the same bytes.
    private void Add(char kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(kind, bytes.Length);
        _hash.Append(bytes);
    }

    private void Add(char kind, int count)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], count);
        _hash.Append(head);
    }
}
