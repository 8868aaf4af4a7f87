using System.Globalization;
using Streaming.Imaging;

namespace Streaming.Operators.Images.Reading;

/// <summary>A word that was read in a picture.</summary>
/// <param name="Text">It.</param>
/// <param name="Box">Where it stands.</param>
internal readonly record struct ReadWord(string Text, Box Box);

/// <summary>The words in Tesseract's TSV.</summary>
internal static class ReadWords
{
    private const int Columns = 12;
    private const string WordLevel = "5";

    /// <summary>Those that it is sure enough of, cut at the picture's edges.</summary>
    /// <param name="tsv">Level, page, block, paragraph, line, word, left, top, width, height, confidence (0 to 100), text.</param>
    /// <param name="image">The picture that was read.</param>
    /// <param name="minConfidence">The least confidence.</param>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public static IReadOnlyList<ReadWord> Of(string tsv, RgbImage image, double minConfidence)
    {
        // Where its configuration is missing it writes plain text, and says that all is well.
        if (!tsv.StartsWith("level\t", StringComparison.Ordinal))
        {
            throw new InvalidDataException("Tesseract wrote no table of words.");
        }

        var words = new List<ReadWord>();
        foreach (var line in tsv.Split('\n'))
        {
            var cells = line.TrimEnd('\r').Split('\t', Columns);
            if (cells.Length == Columns && cells[0] == WordLevel && double.TryParse(cells[10], NumberStyles.Float, CultureInfo.InvariantCulture, out var confidence) && confidence >= minConfidence && !string.IsNullOrWhiteSpace(cells[11]))
            {
                words.Add(new(cells[11].Trim(), Cut(cells, image)));
            }
        }

        return words;
    }

    /// <summary>How many of the picture's pixels lie in words, as a part of all.</summary>
    public static double AreaOf(IReadOnlyList<ReadWord> words, RgbImage image)
    {
        if (words.Count == 0)
        {
            return 0;
        }

        var covered = new bool[image.Width * image.Height];
        foreach (var (_, box) in words)
        {
            for (var y = box.Y; y < box.Bottom; y++)
            {
                covered.AsSpan((y * image.Width) + box.X, box.Width).Fill(true);
            }
        }

        return (double)covered.AsSpan().Count(true) / covered.Length;
    }

    private static Box Cut(string[] cells, RgbImage image)
    {
        int Number(int cell, int most) => int.TryParse(cells[cell], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most) : 0;
        var (x, y) = (Number(6, image.Width), Number(7, image.Height));
        return new(x, y, Number(8, image.Width - x), Number(9, image.Height - y));
    }
}
