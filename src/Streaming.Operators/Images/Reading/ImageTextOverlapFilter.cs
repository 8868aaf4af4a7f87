using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Streaming.Imaging;

namespace Streaming.Operators.Images.Reading;

/// <summary>
/// Keeps samples whose pictures show little writing, or writing that their caption does not repeat: pairs that a model can match by reading teach it little about seeing (T-MARS, Maini et al., arXiv 2307.03132). The writing is read
/// by Tesseract, where the machine has it.
/// </summary>
/// <remarks>Unlike T-MARS nothing is painted over and scored again: the area and the share of the read words that stand in the text decide. Words are compared in lower case, letters and digits alone.</remarks>
[Operator("image_text_overlap_filter", Example = "{ max_area_ratio: 0.3, max_overlap: 0.5, any_or_all: all }")]
internal sealed partial class ImageTextOverlapFilter(ImageTextOverlapFilterOptions options) : Filter, IUsesModels
{
    private const string Areas = "image_text_area_ratios";
    private const string Overlaps = "image_text_overlaps";

    // In fewer pixels no letter can be read; Tesseract refuses lines of pixels.
    private const int LowestWriting = 5;

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => TesseractProgram.Found is { } found ? [new("tesseract", found.Version)] : [];

    public override RowSchema Describe(RowSchema input) => input.WithStat(Areas, new ListType(ColumnType.Float64)).WithStat(Overlaps, new ListType(ColumnType.Float64));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _ = TesseractProgram.Required;
        return ValueTask.CompletedTask;
    }

    protected override bool Keep(Sample sample)
    {
        if (sample.Stats[Areas] is null || sample.Stats[Overlaps] is null)
        {
            var caption = WordsOf(sample.Text);
            var figures = MediaFiles.OfEach(sample.Images, picture => Measure(picture, caption));
            sample.Stats[Areas] = figures.Select(f => (object)f.Area).ToArray();
            sample.Stats[Overlaps] = figures.Select(f => (object)f.Overlap).ToArray();
        }

        var (areas, overlaps) = (sample.Stats.Figures(Areas), sample.Stats.Figures(Overlaps));
        var good = areas.Zip(overlaps).Count(pair => pair.First >= options.MinAreaRatio && pair.First <= options.MaxAreaRatio && pair.Second >= options.MinOverlap && pair.Second <= options.MaxOverlap);
        return areas.Length == 0 || (options.AnyOrAll == AnyOrAll.Any ? good > 0 : good == areas.Length);
    }

    protected override Rejection Explain(Sample sample)
    {
        static string Said(double[] figures) => string.Join(", ", figures.Select(f => f.ToString("0.###", CultureInfo.InvariantCulture)));
        var (areas, overlaps) = (sample.Stats.Figures(Areas), sample.Stats.Figures(Overlaps));
        var threshold = string.Create(CultureInfo.InvariantCulture, $"area in [{options.MinAreaRatio}, {options.MaxAreaRatio}], overlap in [{options.MinOverlap}, {options.MaxOverlap}]");
        return new($"writing covers [{Said(areas)}] of the pictures, and [{Said(overlaps)}] of its words stand in the text: {(options.AnyOrAll == AnyOrAll.Any ? "no picture is" : "not all pictures are")} in range", areas[0], threshold);
    }

    /// <summary>The words of a text as they are compared.</summary>
    internal static HashSet<string> WordsOf(string text) => [.. Words().Matches(text).Select(word => word.Value.ToLowerInvariant())];

    private (double Area, double Overlap) Measure(Media picture, HashSet<string> caption)
    {
        var image = ImageDecoder.Decode(MediaFiles.Read(picture), options.MaxImagePixels);
        if (Math.Min(image.Width, image.Height) < LowestWriting)
        {
            return (0, 0);
        }

        string[] arguments = ["stdin", "stdout", "-l", options.Language, "--psm", options.PageMode.ToString(CultureInfo.InvariantCulture), "tsv"];
        var tsv = TesseractCall.Run(TesseractProgram.Required.Path, arguments, ImageEncoder.EncodeLike(image, []), options.Timeout);
        var read = ReadWords.Of(tsv, image, options.MinConfidence);
        var words = read.SelectMany(word => WordsOf(word.Text)).ToList();
        return (ReadWords.AreaOf(read, image), words.Count == 0 ? 0 : (double)words.Count(caption.Contains) / words.Count);
    }

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

    /// <summary>The languages to read, by Tesseract's names: <c>eng</c>, <c>eng+deu</c>.</summary>
    [RegularExpression(@"[A-Za-z_+]{1,100}", ErrorMessage = "language is names of Tesseract's languages, joined by +")]
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

    public IEnumerable<OptionProblem> Validate(string baseFolder) => TesseractProgram.Found is null ? [new(null, TesseractProgram.Missing.Message)] : [];
}
