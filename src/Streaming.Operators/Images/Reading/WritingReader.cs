using System.Globalization;
using System.Text;
using Streaming.Imaging;

namespace Streaming.Operators.Images.Reading;

/// <summary>Reads the words in pictures by Tesseract.</summary>
/// <param name="language">The languages to read, by Tesseract's names.</param>
/// <param name="pageMode">Tesseract's page segmentation mode.</param>
/// <param name="minConfidence">The least confidence of a word, of 0 to 100.</param>
/// <param name="timeout">How long it may take over one picture.</param>
internal sealed class WritingReader(string language, int pageMode, double minConfidence, TimeSpan timeout)
{
    // In fewer pixels no letter can be read; Tesseract refuses lines of pixels.
    private const int LowestWriting = 5;

    /// <summary>Tesseract with its version, where the machine has it.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Runtimes => TesseractProgram.Found is { } found ? [new("tesseract", found.Version)] : [];

    /// <summary>What keeps a language from being read on this machine.</summary>
    public static IEnumerable<OptionProblem> Problems(string language)
    {
        if (TesseractProgram.Found is not { } tesseract)
        {
            yield return new(null, TesseractProgram.Missing.Message);
        }
        else if (language.Split('+').FirstOrDefault(part => !tesseract.Languages.Contains(part)) is { } unknown)
        {
            yield return new("language", $"Tesseract has no language '{unknown}' here; it has {string.Join(", ", tesseract.Languages)}.");
        }
    }

    /// <summary>The words of a picture that it is sure enough of; none in one that is too small for letters.</summary>
    /// <exception cref="InvalidDataException">It failed, or took too long.</exception>
    public IReadOnlyList<ReadWord> Read(RgbImage image)
    {
        if (Math.Min(image.Width, image.Height) < LowestWriting)
        {
            return [];
        }

        string[] arguments = ["stdin", "stdout", "-l", language, "--psm", pageMode.ToString(CultureInfo.InvariantCulture), "-c", "tessedit_create_tsv=1"];
        return ReadWords.Of(TesseractCall.Run(TesseractProgram.Required.Path, arguments, Pnm(image), timeout), image, minConfidence);
    }

    // Netpbm's binary form: nothing is packed on this side of the pipe to be unpacked on the other.
    private static byte[] Pnm(RgbImage image) => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{image.Width} {image.Height}\n255\n")), .. image.Pixels];
}
