using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Aggregation;

/// <summary>Has a model merge the tags of a group's members that mean about the same, into given ones or into such as it finds, and writes the merged tags in their places. A tag that the model does not name stays.</summary>
/// <remarks>Groups come from a grouper ahead; a member's tag is a text, or a list of texts. What is no such group is left as it is. The answer is JSON, checked and repaired: Data-Juicer's pattern and the templates of its table have no counterpart.</remarks>
[Operator("meta_tags_aggregator", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, meta_tag_key: query, target_tags: [science, health, other] }", Job = SurveyJob.Insight)]
internal sealed class MetaTagsAggregator(MetaTagsAggregatorOptions options) : SynthesisOperator(options)
{
    private const string Task = "You are given tags with how often each occurs. Merge those that mean about the same: say for every tag which tag it becomes. Rare tags that fit nowhere become a general one. Answer with one JSON object and nothing else: {\"tags\": [{\"tag\": \"…\", \"into\": \"…\"}]}.";

    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(JsonNode.Parse("""
        {"type":"object","additionalProperties":false,"required":["tags"],"properties":{"tags":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["tag","into"],"properties":{"tag":{"type":"string"},"into":{"type":"string"}}}}}}
        """));

    private readonly HashSet<string> _targets = [.. options.TargetTags];
    private GroupValues? _tags;

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _tags = GroupValues.Find(input, "meta_tag_key", options.MetaTagKey);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Describe(context.Input);
        return base.OpenAsync(context);
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        if (_tags!.Of(sample) is not { Length: > 0 } members || !members.All(m => m is string || IsList(m)))
        {
            return [];
        }

        var counts = new Dictionary<string, int>();
        foreach (var tag in members.SelectMany(Each))
        {
            counts[tag] = counts.GetValueOrDefault(tag) + 1;
        }

        return counts.Count == 0 ? [] : [new()
        {
            Turns = Question.Ask(options.SystemPrompt.Length > 0 ? options.SystemPrompt : Task, PromptOf(counts)),
            Schema = Schema,
            Read = answer => Read(answer, counts),
        }];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count > 0)
        {
            var into = (Dictionary<string, string>)answers[0];
            _tags!.Set(sample, [.. _tags.Of(sample)!.Select(member => member is string tag ? into.GetValueOrDefault(tag, tag) : (object?)Each(member).Select(t => (object?)into.GetValueOrDefault(t, t)).ToArray())]);
        }

        outcome.Keep(sample);
    }

    private static bool IsList(object? member) => member is object?[] list && list.All(t => t is string);

    private static IEnumerable<string> Each(object? member) => member is string tag ? [tag] : ((object?[])member!).Cast<string>();

    private string PromptOf(Dictionary<string, int> counts)
    {
        var table = string.Join('\n', counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"| {c.Key} | {c.Value} |")));
        var targets = _targets.Count == 0 ? "" : $"Every tag becomes one of these: {string.Join(", ", options.TargetTags)}.\n";
        return $"{targets}| tag | times |\n| --- | --- |\n{table}";
    }

    private Dictionary<string, string> Read(string answer, Dictionary<string, int> counts)
    {
        if (JsonAnswer.Read(answer) is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("tags", out var tags) || tags.ValueKind != JsonValueKind.Array)
        {
            throw new AnswerException("There is no list \"tags\".");
        }

        var into = new Dictionary<string, string>();
        foreach (var entry in tags.EnumerateArray())
        {
            var (tag, merged) = (TextOf(entry, "tag"), TextOf(entry, "into"));
            if (_targets.Count > 0 && !_targets.Contains(merged))
            {
                throw new AnswerException($"\"{merged}\" is not among the tags that were given.");
            }

            if (counts.ContainsKey(tag) && merged.Length > 0)
            {
                into[tag] = merged;
            }
        }

        return into.Count > 0 ? into : throw new AnswerException("It names none of the tags.");
    }

    private static string TextOf(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.Trim() : throw new AnswerException($"An entry has no \"{name}\".");
}

/// <summary>Options of <c>meta_tags_aggregator</c>.</summary>
internal sealed record MetaTagsAggregatorOptions : AggregateOptions
{
    /// <summary>The field of the tags: a column of lists, or a tag of the members.</summary>
    [MinLength(1)]
    public string MetaTagKey { get; init; } = "dialog_sentiment_labels";

    /// <summary>The tags that there may be afterwards; empty: those that the model finds.</summary>
    public IReadOnlyList<string> TargetTags { get; init; } = [];
}
