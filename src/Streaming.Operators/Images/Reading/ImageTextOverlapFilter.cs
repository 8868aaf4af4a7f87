using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Streaming.Imaging;

namespace Streaming.Operators.Images.Reading;

/// <summary>
/// Keeps samples whose pictures show little writing, or writing that their caption does not repeat: pairs that a model can match by reading teach it little about seeing (T-MARS, Maini et al., arXiv 2307.03132). The writing is read
/// by Tesseract, where the machine has it.
/// </summary>
/// <remarks>Nothing is painted over and scored again here (<c>masked_image_text_similarity_filter</c> does): the area and the share of the read words that stand in the text decide, without a model. Words are compared in lower case, letters and digits alone.</remarks>
[Operator("image_text_overlap_filter", Example = "{ max_area_ratio: 0.3, max_overlap: 0.5, any_or_all: all }")]
internal sealed partial class ImageTextOverlapFilter(ImageTextOverlapFilterOptions options)
    : MediaFilter(MediaKind.Picture, options.AnyOrAll, ("image_text_area_ratios", ColumnType.Float64), ("image_text_overlaps", ColumnType.Float64)), IUsesModels
{
    private readonly WritingReader _reader = new(options.Language, options.PageMode, options.MinConfidence, options.Timeout);

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => WritingReader.Runtimes;

    public override bool DecodesMedia => true;

    protected override string Threshold => string.Create(CultureInfo.InvariantCulture, $"with an area in [{options.MinAreaRatio}, {options.MaxAreaRatio}] and an overlap in [{options.MinOverlap}, {options.MaxOverlap}]");

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _ = TesseractProgram.Required;
        return ValueTask.CompletedTask;
    }

    protected override bool IsIn(ReadOnlySpan<double> figures) =>
        figures[0] >= options.MinAreaRatio && figures[0] <= options.MaxAreaRatio && figures[1] >= options.MinOverlap && figures[1] <= options.MaxOverlap;

    protected override double[] Measure(Sample sample, Media medium)
    {
        var image = SamplePictures.Decode(sample, medium, options.MaxImagePixels);
        var read = _reader.Read(image);
        var (words, caption) = (read.SelectMany(word => WordsOf(word.Text)).ToList(), WordsOf(sample.Text));
        return [ReadWords.AreaOf(read, image), words.Count == 0 ? 0 : (double)words.Count(caption.Contains) / words.Count];
    }

    /// <summary>The words of a text as they are compared.</summary>
    internal static HashSet<string> WordsOf(string text) => [.. Words().Matches(text).Select(word => word.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{Nd}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}

/// <summary>Options of <c>image_text_overlap_filter</c>.</summary>
internal sealed record ImageTextOverlapFilterOptions : IValidatesOptions
{
    /// <summary>The least part of a picture that writing covers.</summary>
    [Range(0.0, 1.0)]
    public double MinAreaRatio { get; init; }

    /// <summary>The largest part of a picture that writing covers.</summary>
    [Range(0.0, 1.0)]
    public double MaxAreaRatio { get; init; } = 0.5;

    /// <summary>The least share of the words read that stand in the sample's text; 0 where nothing is read.</summary>
    [Range(0.0, 1.0)]
    public double MinOverlap { get; init; }

    /// <summary>The largest share of the words read that stand in the sample's text.</summary>
    [Range(0.0, 1.0)]
    public double MaxOverlap { get; init; } = 0.5;

    /// <summary>Whether one picture in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    /// <summary>The languages to read, by Tesseract's names: <c>eng</c>, <c>eng+deu</c>. They must be installed.</summary>
    public string Language { get; init; } = "eng";

    /// <summary>Tesseract's page segmentation mode; 11 looks for writing anywhere in the picture.</summary>
    [Range(3, 13)]
    public int PageMode { get; init; } = 11;

    /// <summary>The least confidence of a word, of 0 to 100.</summary>
    [Range(0.0, 100.0)]
    public double MinConfidence { get; init; } = 60;

    /// <summary>How long Tesseract may take over one picture; then it is ended, and the sample is a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest picture that is decoded, in pixels; a larger one is a dead letter from its header.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxImagePixels { get; init; } = 16_777_216;

    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (MinAreaRatio > MaxAreaRatio)
        {
            yield return new("min_area_ratio", $"min_area_ratio {MinAreaRatio} is above max_area_ratio {MaxAreaRatio}");
        }

        if (MinOverlap > MaxOverlap)
        {
            yield return new("min_overlap", $"min_overlap {MinOverlap} is above max_overlap {MaxOverlap}");
        }

        foreach (var problem in WritingReader.Problems(Language))
        {
            yield return problem;
        }
    }
}
