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
    private readonly ScoreRule _rule;

    internal TextClassifier(ModelFolder folder, GraphSession graph)
    {
        _graph = graph;
        _texts = new TextPreparation(folder);
        _rule = ScoreRule.For(folder.Config, graph, "logits");
    }

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels => _rule.Labels;

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
    public override Classification Finish(BatchOutput output, int row, TokenRow prepared) => _rule.Of(output["logits"].Row(row));

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Run(_graph, _texts, Run);
}
