using Streaming.Models.Encoders;
using Streaming.Models.Operators;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators.Safety.Pii;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety;

/// <summary>
/// Finds the names of persons (on demand of places and organisations too) by a model that labels tokens, and puts labels in their place, as <c>pii_mask_mapper</c> does with what has a form.
/// </summary>
/// <remarks>
/// The model is a token classifier with labels such as <c>B-PER</c>, <c>I-PER</c>. Words are put together by the rules of transformers' pipeline with <c>aggregation_strategy="first"</c>; punctuation at the
/// ends of a name stays in the text. Texts longer than the model reads are read in windows that overlap. Labels that stand in the text already are left alone, what a model takes for a name around them is not, and <c>pii_unmask_mapper</c> turns
/// tokens of names back too. How many were found of each kind is kept in the stats as <c>pii_person</c>, <c>pii_location</c>, <c>pii_organization</c>. How many names are found is up to the model.
/// </remarks>
[Operator("name_mask_mapper", Example = "{ model: models/ner, kinds: [person], style: label }")]
internal sealed class NameMaskMapper(NameMaskMapperOptions options) : ModelOperator<TokenClassifier>(options, options.Model)
{
    private PiiMask? _mask;

    public override RowSchema Describe(RowSchema input) => options.Kinds.Distinct().Aggregate(input, (schema, kind) => schema.WithStat(StatOf(kind), ColumnType.Int64));

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        _mask = new(options.Style, options.KeyVariable);
        await base.OpenAsync(context);
    }

    public override ValueTask DisposeAsync()
    {
        _mask?.Dispose();
        return base.DisposeAsync();
    }

    protected override TokenClassifier Bind(ModelSession session)
    {
        var model = session.AsTokenClassifier();
        var known = model.Labels.Select(EntitySpans.KindOf).Select(NameKinds.Of).ToHashSet();
        var missing = options.Kinds.Where(kind => !known.Contains(kind.ToPii())).Select(kind => kind.ToString().ToLowerInvariant()).ToList();
        return missing.Count == 0
            ? model
            : throw new BadInputException($"The model '{session.Folder.FullPath}' labels no {string.Join(", no ", missing)}. Its labels: {string.Join(", ", model.Labels)}.");
    }

    protected override DeviceItem? PrepareItem(Sample sample)
    {
        var text = Model.Trace(sample.Text, options.WindowOverlap);
        return text.Tokens.Count == 0 ? null : new NamesItem(Model.Prepare(text.Windows.Select(window => window.Row).ToList()), text);
    }

    protected override void Run(TokenClassifier model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        var found = item is NamesItem names ? Found(names) : [];
        foreach (var kind in options.Kinds.Distinct())
        {
            sample.Stats[StatOf(kind)] = (long)found.Count(finding => finding.Kind == kind.ToPii());
        }

        sample.Text = _mask!.Apply(sample.Text, found);
        outcome.Keep(sample);
    }

    private List<PiiFinding> Found(NamesItem names)
    {
        var (text, labels) = (names.Text.Text, new Queue<TextSpan>(PiiLabel.PlacesIn(names.Text.Text)));
        var found = new List<PiiFinding>();
        foreach (var entity in EntitySpans.Of(names.Text, names.Rows.Results, Model.Labels).Where(entity => entity.Score >= options.MinScore))
        {
            if (NameKinds.Of(entity.Kind) is { } kind && options.Kinds.Any(wanted => wanted.ToPii() == kind))
            {
                found.AddRange(NameKinds.Outside(entity, labels).Select(part => NameKinds.Trimmed(text, part)).Where(part => part.Length > 0).Select(part => new PiiFinding(kind, part)));
            }
        }

        return found;
    }

    private static string StatOf(NameKind kind) => "pii_" + kind.ToString().ToLowerInvariant();

    private sealed class NamesItem(ModelRows<TokenRow, TokenLabels> rows, TracedText text) : RowsItem<TokenRow, TokenLabels>(rows)
    {
        public TracedText Text => text;
    }
}
