using Streaming.Imaging;
using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>A filter on what a classifier says of each picture of a sample; pictures of one path are looked at once. A sample without pictures stays.</summary>
internal abstract class ImageClassifierFilter(ModelOptions options, string model, string stat, Interval interval, AnyOrAll wanted)
    : FiguresFilter<ImageClassifier>(options, model, stat, interval, wanted), IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    protected override ImageClassifier Bind(ModelSession session) => session.AsImageClassifier();

    protected sealed override DeviceItem? Ask(Sample sample) =>
        sample.Images.Count == 0 ? null : Model.AskPictures(Model.Images, sample, MediaFiles.Distinct(sample.Images));

    protected sealed override void Run(ImageClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected sealed override object Answer(Sample sample, DeviceItem? item) =>
        ToStat(item is null ? [] : ((RowsItem<PixelRow, Classification>)item).Rows.Results.Select(Figure));

    /// <summary>The figure of one picture.</summary>
    protected abstract double Figure(Classification said);

    /// <summary>How likely the second class is, of models whose classes exclude each other.</summary>
    protected static double SecondClass(Classification said) => ScoreRule.Softmax(said.Logits)[1];

    /// <summary>A classifier of two classes or more.</summary>
    protected static ImageClassifier WithTwoClasses(ModelSession session)
    {
        var classifier = session.AsImageClassifier();
        return classifier.Labels.Count >= 2
            ? classifier
            : throw new BadInputException($"The model '{session.Folder.FullPath}' has one output; a classifier whose second class is what is looked for has two. Name another model.");
    }
}
