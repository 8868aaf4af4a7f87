using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Filtering;
using Streaming.Operators.Selection.Quantiles;

namespace Streaming.Operators.Alignment;

/// <summary>Options of <c>alignment_level_mapper</c>.</summary>
internal sealed record AlignmentLevelMapperOptions
{
    /// <summary>The figure that says how well a sample's parts belong together, as a dotted path; of a list the mean counts.</summary>
    [MinLength(1)]
    public string FieldKey { get; init; } = "__dj__stats__.image_text_similarity";

    /// <summary>Levels; each holds the same share of the samples.</summary>
    [Range(2, 1000)]
    public int Levels { get; init; } = 8;

    /// <summary>The column that gets the level: 1, the weakest, to <c>levels</c>; null where a sample has no figure.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "alignment_level";
}

/// <summary>
/// Writes how well a sample's picture and text belong together as a level among all samples seen so far, for models that are told the level of what they learn from (AlignGPT, arXiv 2405.14129). The figure is CLIP's,
/// which <c>image_text_similarity_filter</c> keeps in the stats, or any other.
/// </summary>
/// <remarks>Levels are quantiles of a sketch that is part of each epoch's commit: restarts and replays give the same levels. On data that never ends they are those of what was seen so far.</remarks>
[Operator("alignment_level_mapper", Example = "{ field_key: __dj__stats__.quality, levels: 8 }")]
internal sealed class AlignmentLevelMapper(AlignmentLevelMapperOptions options) : Mapper, IStateful
{
    private readonly RunningQuantiles _quantiles = new([.. Enumerable.Range(1, options.Levels - 1).Select(i => (double)i / options.Levels)]);
    private FieldPath? _field;
    private ulong _seed;

    public long Held => 0;

    public override RowSchema Describe(RowSchema input)
    {
        _field = FieldPath.Find(options.FieldKey, input);
        return input.With(new(options.Into, ColumnType.Int64));
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        _seed = context.Seed;
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state) => _quantiles.Save(state);

    public void Restore(IStateReader state) => _quantiles.Restore(state);

    protected override void Map(Sample sample)
    {
        sample.Meta[options.Into] = null;
        if (StreamedNumber.Of(_field!.Of(sample)) is { } figure)
        {
            _quantiles.Add(figure);

            // Of equal figures at a border some are drawn below it, so that each level holds its share.
            var draw = SampleSeed.Draw(sample, _seed);
            sample.Meta[options.Into] = 1L + _quantiles.Bounds.Count(bound => !bound.IsAbove(figure, draw));
        }
    }
}
