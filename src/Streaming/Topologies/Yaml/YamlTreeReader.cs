using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Streaming.Topologies;

/// <summary>Reads YAML into a tree, in bounded time and memory whatever the text is.</summary>
internal sealed class YamlTreeReader
{
    public const int MaxFileBytes = 16 << 20;
    public const int MaxScalarChars = 1 << 20;
    public const int MaxDepth = 100;
    public const int MaxNodes = 100_000;

    private readonly string _file;
    private readonly TopologyProblems _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlTree Node, int Nodes)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlTreeReader(string text, string file, TopologyProblems problems)
    {
        (_file, _problems) = (file, problems);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The tree; null, with a problem added, where the text is no single YAML document within the limits.</summary>
    public static YamlTree? Read(string text, string file, TopologyProblems problems)
    {
        if (text.Length > MaxFileBytes)
        {
            problems.Add(new Place(file, new(1, 1)), "the file is larger than 16 MiB");
            return null;
        }

        if (text.AsSpan().IndexOfAnyInRange('\0', '\b') is var control and >= 0)
        {
            problems.Add(PlaceOf(text, control, file), "a control character, which YAML does not allow");
            return null;
        }

        try
        {
            return new YamlTreeReader(text, file, problems).ReadDocument();
        }
        catch (YamlException e)
        {
            problems.Add(new Place(file, new((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column))), $"not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException or InvalidCastException or NullReferenceException)
        {
            // The parser leaks these for some malformed texts; they mean the same to whoever wrote the file.
            problems.Add(new Place(file, new(1, 1)), $"not valid YAML: {e.Message}");
        }

        return null;
    }

    /// <summary>Line and column of a character.</summary>
    public static Place PlaceOf(string text, int index, string file)
    {
        var before = text.AsSpan(0, index);
        return new(file, new(before.Count('\n') + 1, index - before.LastIndexOf('\n')));
    }

    private YamlTree ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out var end))
        {
            throw new YamlException(end.Start, end.End, "the file is empty");
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(1);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            var second = _parser.Consume<DocumentStart>();
            throw new YamlException(second.Start, second.End, "a second document; a topology is one");
        }

        return root;
    }

    private YamlTree ReadNode(int depth)
    {
        var here = _parser.Consume<ParsingEvent>();
        var before = _nodes;
        Check(++_nodes <= MaxNodes, here, "more than 100,000 nodes, those that aliases repeat included");
        Check(depth <= MaxDepth, here, "nested more than 100 deep");
        if (here is AnchorAlias alias)
        {
            return Repeat(alias);
        }

        var tagged = here as NodeEvent ?? throw new YamlException(here.Start, here.End, "a value is expected here");
        Check(tagged.Tag.IsEmpty || tagged.Tag.IsNonSpecific, here, $"tags such as {TopologyProblems.Excerpt(tagged.Tag.ToString())} are not used in topologies");
        YamlTree node = tagged switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(here, depth),
            _ => ReadMap(here, depth),
        };
        if (!tagged.Anchor.IsEmpty)
        {
            _anchors[tagged.Anchor.Value] = (node, _nodes - before);
        }

        return node;
    }

    // An alias counts as many nodes as it repeats, so that a "billion laughs" ends at the limit.
    private YamlTree Repeat(AnchorAlias alias)
    {
        Check(_anchors.TryGetValue(alias.Value.Value, out var anchor), alias, $"no anchor '{TopologyProblems.Excerpt(alias.Value.Value)}' ends before this");
        _nodes += anchor.Nodes;
        Check(_nodes <= MaxNodes, alias, "more than 100,000 nodes, those that aliases repeat included");
        return anchor.Node;
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        Check(scalar.Value.Length <= MaxScalarChars, scalar, "a value of more than 1 MiB");
        return new(scalar.Value, scalar.Style == ScalarStyle.Plain, At(scalar));
    }

    private YamlList ReadList(ParsingEvent start, int depth)
    {
        var items = new List<YamlTree>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new(items, At(start));
    }

    private YamlMap ReadMap(ParsingEvent start, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not YamlScalar name)
            {
                _problems.Add(key, "a name must be a plain value, not a list or a map");
            }
            else if (!seen.Add(name.Value))
            {
                _problems.Add(name, $"'{TopologyProblems.Excerpt(name.Value)}' is given twice");
            }
            else
            {
                entries.Add(new(name, value));
            }
        }

        return new(entries, At(start));
    }

    private Place At(ParsingEvent here) => new(_file, new((int)here.Start.Line, (int)here.Start.Column));

    private static void Check(bool holds, ParsingEvent here, string message)
    {
        if (!holds)
        {
            throw new YamlException(here.Start, here.End, message);
        }
    }
}
