using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose pictures' files have between <c>min_size</c> and <c>max_size</c> bytes.</summary>
[Operator("image_size_filter", Example = "{ min_size: 2kb, max_size: 20MB }")]
internal sealed class ImageSizeFilter(ImageSizeFilterOptions options) : ImageFilter(options.AnyOrAll, ("image_sizes", ColumnType.Int64))
{
    private readonly Interval _interval = options.Interval;

    protected override string Threshold => $"{(_interval.Reversed ? "" : "in ")}{_interval} bytes";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _interval.Keeps(figures[0]);

    protected override double[] Measure(Media picture) => [MediaFiles.LengthOf(picture)];
}

/// <summary>Options of <c>image_size_filter</c>.</summary>
internal sealed record ImageSizeFilterOptions : ImageFilterOptions, IValidatesOptions
{
    /// <summary>The least size: a number of bytes, or with a unit (<c>kb</c>, <c>KiB</c>, <c>mb</c>…, of 1,024 each). As in Data-Juicer only digits and letters are read: <c>1.5kb</c> is 15 KiB.</summary>
    public string MinSize { get; init; } = "0";

    /// <summary>The greatest size.</summary>
    public string MaxSize { get; init; } = "1TB";

    internal Interval Interval => Between(SizeText.BytesOf(MinSize) ?? 0, SizeText.BytesOf(MaxSize) ?? long.MaxValue);

    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var (option, text) in new[] { ("min_size", MinSize), ("max_size", MaxSize) })
        {
            if (SizeText.BytesOf(text) is null)
            {
                yield return new(option, $"'{text}' is no size: write a whole number, alone or with kb, mb, gb, tb, pb, eb, zb or yb");
            }
        }
    }
}
