using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>Says which label a text has, or gives it a figure.</summary>
public sealed class TextClassifier : BatchModel<TextInput, TokenRow, Classification>
{
    private readonly GraphSession _graph;
    private readonly TextPreparation _texts;
    private readonly Lazy<ScoreRule> _rule;

    internal TextClassifier(ModelFolder folder, GraphSession graph)
    {
        _graph = graph;
        _texts = new TextPreparation(folder);
        _rule = new Lazy<ScoreRule>(() => new ScoreRule(folder.Config, LogitsOf(graph, folder)));
    }

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels => _rule.Value.Labels;

    /// <inheritdoc/>
    public override TokenRow Prepare(TextInput input) => _texts.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<TokenRow> batch)
    {
        using var inputs = _graph.NewInputs();
        _texts.Fill(inputs, batch);
        return new BatchOutput(_graph.Run(inputs, "logits"), ["logits"]);
    }

    /// <inheritdoc/>
    public override Classification Finish(BatchOutput output, int row, TokenRow prepared) => _rule.Value.Of(output["logits"].Row(row));

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Run(_graph, _texts, Run);

    private static int LogitsOf(GraphSession graph, ModelFolder folder) => graph.Outputs["logits"].Shape[^1] is > 0 and var size ? size : Math.Max(1, folder.Config.Labels.Count);
}
