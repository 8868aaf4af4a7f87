using System.ComponentModel.DataAnnotations;
using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Embedding;

/// <summary>
/// Puts a vector of the text, or of the first picture, into a column: a list of floats, by default with the numbers that half precision has, which take about 0.7 of the room on disk. A sample that has a vector there keeps it; one
/// without a picture gets none.
/// </summary>
[Operator("embedding_mapper", Example = "{ model: models/embedder, into: embedding }")]
internal sealed class EmbeddingMapper(EmbeddingMapperOptions options) : ModelOperator<EmbeddingMapper.Embedder>(options, options.Model), IReadsMedia
{
    public IEnumerable<Media> MediaOf(Sample sample) => Model.Texts is null && sample.Meta[options.Into] is null ? sample.Images.Take(1) : [];

    public bool DecodesMedia => true;

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.With(new(options.Into, new ListType(new ScalarType(ScalarKind.Float32))));
    }

    protected override Embedder Bind(ModelSession session)
    {
        var settings = new EmbeddingSettings { Pooling = options.Pooling, Normalize = options.Normalize };
        return (session.Family == ModelFamily.DualEncoder, options.Of) switch
        {
            (true, EmbeddedPart.Text) => new(session.AsDualEncoder().Texts, null),
            (true, _) => new(null, session.AsDualEncoder().Images),
            (_, EmbeddedPart.Text) => new(session.AsTextEmbedder(settings), null),
            _ => new(null, session.AsImageEmbedder(settings)),
        };
    }

    protected override DeviceItem? PrepareItem(Sample sample) => sample.Meta[options.Into] is not null ? null
        : Model.Texts is { } texts ? texts.Ask(sample.Text)
        : sample.Images.Count > 0 && Model.Images is { } images ? images.AskPictures(images.Images, sample, [sample.Images[0]])
        : null;

    protected override void Run(Embedder model, IReadOnlyList<DeviceItem> items, CancellationToken abort)
    {
        if (model.Texts is { } texts)
        {
            texts.Run(items, Limits, abort);
        }
        else
        {
            model.Images!.Run(items, Limits, abort);
        }
    }

    protected override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        if (item is not null)
        {
            sample.Meta[options.Into] = Kept(item is RowsItem<TokenRow, float[]> text ? text.Rows.Results[0] : ((RowsItem<PixelRow, float[]>)item).Rows.Results[0]);
        }

        outcome.Keep(sample);
    }

    // Delta tables know no half precision, and Spark reads no file that has it: the numbers lose what half precision has not, and the bits that are zero then cost next to nothing once compressed.
    private float[] Kept(float[] vector) => options.Precision == EmbeddingPrecision.Fp16 ? Array.ConvertAll(vector, number => (float)(Half)number) : vector;

    internal sealed record Embedder(TextEmbedder? Texts, ImageEmbedder? Images);
}

/// <summary>Options of <c>embedding_mapper</c>.</summary>
internal sealed record EmbeddingMapperOptions : ModelOptions
{
    /// <summary>The folder of an embedder (sentence-transformers and the like), or of a CLIP model, whose vectors always have the length 1.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The column of the vector.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "embedding";

    /// <summary>What is embedded.</summary>
    public EmbeddedPart Of { get; init; } = EmbeddedPart.Text;

    /// <summary>How the tokens' vectors become one; by default as the folder says, else their mean.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether vectors get the length 1; by default as the folder says, else yes.</summary>
    public bool? Normalize { get; init; }

    /// <summary>How exactly vectors are kept: a column of single precision in both cases, as Delta tables have no other.</summary>
    public EmbeddingPrecision Precision { get; init; } = EmbeddingPrecision.Fp16;

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => KnownColumns.IsMember(Into)
        ? base.Validate(baseFolder).Append(new("into", $"'{Into}' is a column with a meaning of its own: choose another name"))
        : base.Validate(baseFolder);
}

/// <summary>What a vector is of.</summary>
internal enum EmbeddedPart
{
    /// <summary>The text.</summary>
    Text,

    /// <summary>The first picture.</summary>
    Image,
}

/// <summary>How exactly vectors are kept.</summary>
internal enum EmbeddingPrecision
{
    /// <summary>As half precision would: 11 bits, numbers up to 65,504.</summary>
    Fp16,

    /// <summary>As the model gave them.</summary>
    Fp32,
}
