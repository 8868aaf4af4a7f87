using System.Numerics.Tensors;
using System.Text;

namespace Streaming.Operators.Filtering.FastText;

/// <summary>A classifier in fastText's binary format (<c>.bin</c>, or quantised <c>.ftz</c>): words, runs of words and their runs of characters, averaged, before labels (arXiv 1607.01759).</summary>
internal sealed class FastTextModel
{
    private readonly FastTextWords _words;
    private readonly FastTextMatrix _input;
    private readonly FastTextOutput _output;
    private readonly int _dimensions;

    private FastTextModel(FastTextWords words, FastTextMatrix input, FastTextOutput output, int dimensions) => (_words, _input, _output, _dimensions) = (words, input, output, dimensions);

    /// <summary>The labels with their prefix, the most frequent first.</summary>
    public IReadOnlyList<string> Labels => _words.Labels;

    /// <summary>Reads a model.</summary>
    /// <exception cref="BadInputException">It is none, or broken.</exception>
    public static FastTextModel Read(string path) => Open(path, Read);

    /// <summary>The labels of a model, without reading what is large in it.</summary>
    /// <exception cref="BadInputException">It is none, or broken.</exception>
    public static IReadOnlyList<string> LabelsOf(string path) => Open(path, reader => FastTextWords.Read(reader, FastTextSettings.Read(reader)).Labels);

    /// <summary>The likeliest label, and how likely it is; null for a text without any word or run of characters that the model knows.</summary>
    public LabelScore? Best(string text)
    {
        Span<float> hidden = stackalloc float[_dimensions];
        return TryAverage(text, hidden) ? Named(_output.Best(hidden)) : null;
    }

    /// <summary>All labels that the model gives a score, the likeliest first.</summary>
    public IReadOnlyList<LabelScore> Predict(string text)
    {
        Span<float> hidden = stackalloc float[_dimensions];
        return TryAverage(text, hidden) ? [.. _output.All(hidden).OrderByDescending(label => label.LogScore).Select(Named)] : [];
    }

    private LabelScore Named((int Label, float LogScore) label) => new(_words.Labels[label.Label], MathF.Exp(label.LogScore));

    private bool TryAverage(string text, Span<float> hidden)
    {
        var rows = _words.RowsOf(text);
        hidden.Clear();
        foreach (var row in rows)
        {
            _input.Add(row, hidden);
        }

        TensorPrimitives.Multiply(hidden, 1f / Math.Max(1, rows.Count), hidden);
        return rows.Count > 0;
    }

    private static T Open<T>(string path, Func<BinaryReader, T> read)
    {
        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            return read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new BadInputException($"The fastText model '{path}' cannot be used: {e.Message}", e);
        }
    }

    private static FastTextModel Read(BinaryReader reader)
    {
        var settings = FastTextSettings.Read(reader);
        var words = FastTextWords.Read(reader, settings);
        var isQuantized = reader.ReadBoolean();
        var input = FastTextMatrix.Read(reader, isQuantized, settings.Dimensions);
        var output = FastTextMatrix.Read(reader, reader.ReadBoolean() && isQuantized, settings.Dimensions);
        if (input.Rows < words.Rows || output.Rows < words.Labels.Count)
        {
            throw new InvalidDataException("It has fewer rows than words and labels.");
        }

        return new(words, input, new(settings.Loss, output, words), settings.Dimensions);
    }
}

/// <summary>A label, and how likely it is.</summary>
internal readonly record struct LabelScore(string Label, double Score);
