using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>A classifier in fastText's binary format (<c>.bin</c>): words and their character n-grams, averaged, before a softmax or a tree of decisions.</summary>
internal sealed class FastTextModel : ILanguageJudge
{
    private readonly FastTextWords _words;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly int _dimensions;
    private readonly FastTextTree? _tree;

    private FastTextModel(FastTextWords words, float[] input, float[] output, int dimensions, FastTextTree? tree) =>
        (_words, _input, _output, _dimensions, _tree) = (words, input, output, dimensions, tree);

    /// <summary>Reads a model.</summary>
    /// <exception cref="BadInputException">It is none, or of a kind that is not read.</exception>
    public static FastTextModel Read(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new BadInputException($"The fastText model '{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public (string Language, double Score) Judge(string text)
    {
        var rows = new List<int>();
        foreach (var word in text.Split([' ', '\n', '\r', '\t', '\v', '\f', '\0'], StringSplitOptions.RemoveEmptyEntries).Append(FastTextWords.EndOfLine))
        {
            if (_words.Add(word, rows) && word == FastTextWords.EndOfLine)
            {
                break;
            }
        }

        if (rows.Count == 0)
        {
            return ("", 0);
        }

        Span<float> hidden = stackalloc float[_dimensions];
        hidden.Clear();
        foreach (var row in rows)
        {
            TensorPrimitives.Add(hidden, _input.AsSpan(row * _dimensions, _dimensions), hidden);
        }

        TensorPrimitives.Multiply(hidden, 1f / rows.Count, hidden);
        var (label, logScore) = _tree is null ? BestOfSoftmax(hidden) : _tree.Best(hidden, _output);
        return (_words.Labels[label].Replace(FastTextWords.LabelPrefix, "", StringComparison.Ordinal), MathF.Exp(logScore));
    }

    // fastText adds 1e-5 before it takes the logarithm, and does not take it off again.
    internal static float Log(float probability) => MathF.Log(probability + 1e-5f);

    private (int Label, float LogScore) BestOfSoftmax(ReadOnlySpan<float> hidden)
    {
        var scores = new float[_words.Labels.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = TensorPrimitives.Dot(_output.AsSpan(i * _dimensions, _dimensions), hidden);
        }

        var best = TensorPrimitives.IndexOfMax(scores);
        var max = scores[best];
        var sum = 0f;
        foreach (var score in scores)
        {
            sum += MathF.Exp(score - max);
        }

        return (best, Log(1 / sum));
    }

    private static FastTextModel Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != 793712314 || reader.ReadInt32() is not (11 or 12))
        {
            throw new InvalidDataException("It does not start as models of fastText do.");
        }

        // dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate, t
        var settings = new int[12];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(settings.AsSpan()));
        reader.ReadDouble();
        var (dimensions, loss) = (settings[0], settings[6]);
        if (settings[7] != 3 || settings[5] > 1 || loss is not (1 or 3) || dimensions is < 1 or > 4096)
        {
            throw new InvalidDataException("Only classifiers with a (hierarchical) softmax over single words are read.");
        }

        var words = FastTextWords.Read(reader, settings[8], settings[9], settings[10]);
        var input = Matrix(reader, dimensions);
        var output = Matrix(reader, dimensions);
        if (input.Length < words.Rows * dimensions || output.Length < words.Labels.Count * (long)dimensions)
        {
            throw new InvalidDataException("It has fewer rows than words and labels.");
        }

        return new(words, input, output, dimensions, loss == 1 ? new(words.LabelCounts, dimensions) : null);
    }

    private static float[] Matrix(BinaryReader reader, int dimensions)
    {
        if (reader.ReadBoolean())
        {
            throw new InvalidDataException("Quantised models (.ftz) are not read: take the .bin.");
        }

        var (rows, columns) = (reader.ReadInt64(), reader.ReadInt64());
        if (columns != dimensions)
        {
            throw new InvalidDataException($"A matrix has {columns} columns instead of {dimensions}.");
        }

        var values = new float[checked((int)(rows * columns))];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
