using Streaming.Imaging;

namespace Streaming.Operators.Images;

/// <summary>Keeps samples whose media of one kind have files of a size in range; no file is read for it.</summary>
internal abstract class MediaSizeFilter(MediaKind kind, string stat, MediaSizeFilterOptions options) : MediaFilter(kind, options.AnyOrAll, (stat, ColumnType.Int64))
{
    private readonly Interval _interval = options.Interval;

    protected sealed override string Threshold => $"{(_interval.Reversed ? "" : "in ")}{_interval} bytes";

    protected sealed override bool IsIn(ReadOnlySpan<double> figures) => _interval.Keeps(figures[0]);

    protected sealed override double[] Measure(Sample sample, Media medium) => [MediaFiles.LengthOf(medium)];
}

/// <summary>Options of filters by the size of files.</summary>
internal sealed record MediaSizeFilterOptions : MediaFilterOptions, IValidatesOptions
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
