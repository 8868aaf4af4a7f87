using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Chats;

/// <summary>Options of <c>chat_template_mapper</c>.</summary>
internal sealed record ChatTemplateMapperOptions : IValidatesOptions
{
    /// <summary>The folder of a model or of its tokenizer, with a chat template: <c>chat_template.jinja</c>, <c>chat_template.json</c> or in <c>tokenizer_config.json</c>. Graphs are not needed.</summary>
    [PathOption, MinLength(1)]
    public required string Model { get; init; }

    /// <summary>What of the text is learned.</summary>
    public LearnedPart Learn { get; init; } = LearnedPart.Assistant;

    /// <summary>Whether the text ends where the assistant would begin its next answer.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>A system turn for conversations that have none; empty: they get none but what the template itself writes. <c>messages</c> stay as they are.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The column for the characters that are learned: start and end of each stretch, counted in Unicode code points. <c>sequence_packer</c> reads it.</summary>
    [MinLength(1)]
    public string LabelsKey { get; init; } = LearnedSpans.DefaultName;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPlaces.Find(Model) is null)
        {
            yield return new("model", Missing(Model));
        }

        if (KnownColumns.IsMember(LabelsKey))
        {
            yield return new("labels_key", $"'{LabelsKey}' has another meaning; name a column of its own");
        }
    }

    internal static string Missing(string model) =>
        $"there is no folder '{model}' (looked there and below {ModelPlaces.HomeVariable}): give the path of a folder with a chat template (tokenizer_config.json or chat_template.jinja)";
}

/// <summary>What of a conversation is learned.</summary>
internal enum LearnedPart
{
    /// <summary>The assistant's answers, each with the token that ends it.</summary>
    Assistant,

    /// <summary>Everything.</summary>
    All,
}
