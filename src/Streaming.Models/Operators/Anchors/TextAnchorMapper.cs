using System.ComponentModel.DataAnnotations;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Anchors;

/// <summary>
/// Anchors pictures in their text: each picture's mark moves to the sentence that CLIP finds nearest to it, so that image–text pairs and documents with their pictures at the end become interleaved ones (as
/// MMC4 was made, arXiv 2304.06939). The sentences are kept in a column, and how near they are in the stats, one entry a picture.
/// </summary>
/// <remarks>
/// Pictures keep their order: the sentences are those that agree best in all, ascending. A picture stays within its chunk (<c>&lt;|__dj__eoc|&gt;</c>). A chunk in which one picture is less near than <c>min_score</c>, or
/// that has no sentences, stays as it is; its scores are kept all the same. Figures are those of <c>image_text_similarity_filter</c>: the logit divided by 100. A sample that has the scores already is not touched.
/// </remarks>
[Operator("text_anchor_mapper", Example = "{ hf_clip: models/clip, min_score: 0.2 }", Job = SurveyJob.Alignment)]
internal sealed class TextAnchorMapper(TextAnchorMapperOptions options)
    : StatOperator<DualEncoder>(options, options.HfClip, Score, new ListType(ColumnType.Float64)), IReadsMedia
{
    private const string Score = "text_anchor_score";
    private const float LogitUnit = 100;

    public bool DecodesMedia => true;

    public override RowSchema Describe(RowSchema input) => base.Describe(input).With(new(options.Into, new ListType(ColumnType.String)));

    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    protected override DualEncoder Bind(ModelSession session) => session.AsDualEncoder();

    protected override DeviceItem? Ask(Sample sample)
    {
        if (AnchoredText.Of(sample, options.MaxSentences).Sentences.ToArray() is not { Length: > 0 } sentences)
        {
            return null;
        }

        var images = Model.Images.Images;
        var pictures = sample.Images.Select(media => images.Prepare(images.Decode(sample, media))).ToArray();
        return new PairsItem(
            Model.Texts.Prepare([.. sentences.Select(sentence => new Texts.TextInput(sentence))]), new(pictures, [.. pictures.Select(Model.Images.CostOf)]), []);
    }

    protected override void Run(DualEncoder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => PairsItem.Run(model, items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item)
    {
        var text = AnchoredText.Of(sample, options.MaxSentences);
        var anchors = item is PairsItem pairs ? Anchors(text, pairs) : text.Chunks.Select(_ => Array.Empty<Anchor>()).ToArray();
        sample.Text = text.Place([.. anchors.Select(chunk => Array.TrueForAll(chunk, a => a.Score >= options.MinScore) ? Array.ConvertAll(chunk, a => a.Sentence) : [])], options.Side == AnchorSide.After);
        sample.Meta[options.Into] = ToColumn(text, anchors, (chunk, a) => chunk.Text[chunk.Sentences[a.Sentence]]);
        return ToColumn(text, anchors, (_, a) => a.Score);
    }

    private Anchor[][] Anchors(AnchoredText text, PairsItem pairs)
    {
        var (sentences, pictures) = (0, 0);
        var anchors = new List<Anchor[]>();
        foreach (var chunk in text.Chunks)
        {
            var (sentence, picture) = (sentences, pictures);
            double ScoreOf(int p, int s) => Figure(pairs, sentence + s, picture + p);
            anchors.Add(chunk.Sentences.Length == 0 ? [] : [.. AnchorPath.Of(ScoreOf, chunk.Pictures, chunk.Sentences.Length).Select((s, p) => new Anchor(s, ScoreOf(p, s)))]);
            (sentences, pictures) = (sentences + chunk.Sentences.Length, pictures + chunk.Pictures);
        }

        return [.. anchors];
    }

    // Pictures of a chunk without sentences have none.
    private static object?[] ToColumn(AnchoredText text, Anchor[][] anchors, Func<AnchoredChunk, Anchor, object> value) =>
        [.. text.Chunks.Zip(anchors).SelectMany(c => Enumerable.Range(0, c.First.Pictures).Select(p => p < c.Second.Length ? value(c.First, c.Second[p]) : null))];

    private double Figure(PairsItem pairs, int sentence, int picture)
    {
        var line = Model.Line ?? new LogitLine(LogitUnit, 0);
        return line.Of(DualEncoder.Cosine(pairs.TextVectors[sentence], pairs.ImageVectors[picture])) / LogitUnit;
    }

    private readonly record struct Anchor(int Sentence, double Score);
}

/// <summary>Options of <c>text_anchor_mapper</c>.</summary>
internal sealed record TextAnchorMapperOptions : ModelOptions
{
    /// <summary>The folder of a CLIP model.</summary>
    [PathOption]
    public string HfClip { get; init; } = "openai/clip-vit-base-patch32";

    /// <summary>The lowest similarity of a picture and its sentence; below it the chunk's pictures stay where they are.</summary>
    [Range(-10.0, 10.0)]
    public double MinScore { get; init; }

    /// <summary>On which side of its sentence a picture stands.</summary>
    public AnchorSide Side { get; init; } = AnchorSide.Before;

    /// <summary>The sentences of a sample among which anchors are sought: its first ones. Each is a text for the model.</summary>
    [Range(1, 4096)]
    public int MaxSentences { get; init; } = 128;

    /// <summary>The column for the sentences: a list of strings, one a picture, null where its chunk has none.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "text_anchors";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_clip", HfClip)];
}

/// <summary>A side of a sentence.</summary>
internal enum AnchorSide
{
    /// <summary>Ahead of it.</summary>
    Before,

    /// <summary>Behind it.</summary>
    After,
}
