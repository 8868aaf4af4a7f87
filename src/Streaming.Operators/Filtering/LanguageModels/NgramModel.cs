using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Streaming.Operators.Filtering.LanguageModels;

/// <summary>A back-off n-gram model of words, read from an ARPA file.</summary>
internal sealed class NgramModel
{
    /// <summary>What stands between words.</summary>
    public const string Blanks = " \t\n\r\v\f";

    // What KenLM takes for words that a model without <unk> does not know.
    private const float Unknown = -100;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly Dictionary<ulong, int> _children;
    private readonly List<(float LogProbability, float Backoff)> _nodes;
    private readonly int _order;
    private readonly int _start;
    private readonly int _end;
    private readonly int _unknown;

    private NgramModel(Dictionary<string, int> words, Dictionary<ulong, int> children, List<(float, float)> nodes, int order)
    {
        (_words, _children, _nodes, _order) = (words.GetAlternateLookup<ReadOnlySpan<char>>(), children, nodes, order);
        (_start, _end, _unknown) = (words.GetValueOrDefault("<s>", -1), words.GetValueOrDefault("</s>", -1), words.GetValueOrDefault("<unk>", -1));
    }

    /// <summary>Reads an ARPA file, plain or compressed by gzip.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static NgramModel Read(string path)
    {
        using var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream plain = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain, Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or KeyNotFoundException)
        {
            throw new BadInputException($"The language model '{path}' cannot be used: {e.Message} It must be an ARPA file (KenLM's binary files are not read: keep the ARPA that they are made of).", e);
        }
    }

    /// <summary>The common logarithm of the probability of a line, its start and its end included.</summary>
    public double Score(ReadOnlySpan<char> line)
    {
        var context = new int[_order - 1];
        var known = _order > 1 && _start >= 0 ? 1 : 0;
        if (known > 0)
        {
            context[^1] = _start;
        }

        var total = 0d;
        foreach (var range in line.SplitAny(Blanks))
        {
            if (line[range] is { IsEmpty: false } word)
            {
                total += Next(_words.TryGetValue(word, out var id) ? id : _unknown, context, ref known);
            }
        }

        return total + Next(_end, context, ref known);
    }

    private float Next(int word, int[] context, ref int known)
    {
        var logProbability = LogProbability(word, context.AsSpan(context.Length - known));
        if (context.Length > 0)
        {
            context.AsSpan(1).CopyTo(context);
            context[^1] = word;
            known = Math.Min(known + 1, context.Length);
        }

        return logProbability;
    }

    // The longest n-gram that the model has; each word of the context that it has to give up costs its back-off.
    private float LogProbability(int word, ReadOnlySpan<int> context)
    {
        var backoff = 0f;
        for (; ; context = context[1..])
        {
            var node = Find(context);
            if (node >= 0)
            {
                if (_children.TryGetValue(Key(node, word), out var found))
                {
                    return backoff + _nodes[found].LogProbability;
                }

                backoff += context.IsEmpty ? 0 : _nodes[node].Backoff;
            }

            if (context.IsEmpty)
            {
                return backoff + Unknown;
            }
        }
    }

    private int Find(ReadOnlySpan<int> words)
    {
        var node = 0;
        foreach (var word in words)
        {
            if (!_children.TryGetValue(Key(node, word), out node))
            {
                return -1;
            }
        }

        return node;
    }

    private static ulong Key(int node, int word) => ((ulong)(uint)node << 32) | (uint)word;

    private static NgramModel Read(StreamReader reader)
    {
        var words = new Dictionary<string, int>();
        var children = new Dictionary<ulong, int>();
        var nodes = new List<(float, float)> { (0, 0) };
        var order = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('\\') && line.EndsWith("-grams:", StringComparison.Ordinal))
            {
                order = int.Parse(line.AsSpan(1, line.Length - "\\-grams:".Length), CultureInfo.InvariantCulture);
            }
            else if (order > 0 && line.Length > 0 && line != "\\end\\")
            {
                Add(line, order, words, children, nodes);
            }
        }

        return order > 0 ? new(words, children, nodes, order) : throw new InvalidDataException("No n-grams are in it.");
    }

    private static void Add(string line, int order, Dictionary<string, int> words, Dictionary<ulong, int> children, List<(float, float)> nodes)
    {
        var parts = line.Split('\t');
        var grams = parts.Length > 1 ? parts[1].Split(' ') : [];
        if (grams.Length != order)
        {
            throw new InvalidDataException($"The line '{line}' holds no {order} words.");
        }

        var node = 0;
        for (var i = 0; i < order - 1; i++)
        {
            node = children[Key(node, words[grams[i]])];
        }

        words.TryAdd(grams[^1], words.Count);
        children[Key(node, words[grams[^1]])] = nodes.Count;
        nodes.Add((float.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 2 ? float.Parse(parts[2], CultureInfo.InvariantCulture) : 0));
    }
}
