using System.Text.Json;

namespace Streaming.Operators.Tagging;

/// <summary>
/// Counts the tokens that an agent's answers cost, from the reports of the services: of the sample, of its response metadata, of each choice and its message. The figures are sums and become
/// the tags <c>prompt_tokens</c>, <c>completion_tokens</c> and <c>total_tokens</c>; as in Data-Juicer 1.6.1 the total is the first one that is told, else the sum of both.
/// </summary>
[Operator("usage_counter_mapper", Example = "{ dedupe_identical_usage: true }", Job = SurveyJob.Reasoning)]
internal sealed class UsageCounterMapper(UsageCounterMapperOptions options) : Mapper
{
    private static readonly string[] _figures = ["prompt_tokens", "completion_tokens", "total_tokens"];

    // What a sample's own columns may tell beside the usage.
    private static readonly string[] _own = ["usage_metadata", "prompt_tokens", "completion_tokens", "input_tokens", "output_tokens", "total_tokens"];

    private TraceField? _usage;
    private TraceField? _metadata;
    private TraceField? _choices;
    private (string Name, TraceField Field)[] _sample = [];
    private Tag[] _tags = [];

    public override RowSchema Describe(RowSchema input) => _figures.Aggregate(input, (schema, figure) => schema.WithTag(figure, ColumnType.Int64));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _usage = new(context.Input, options.UsageKey);
        _metadata = new(context.Input, options.ResponseMetadataKey);
        _choices = new(context.Input, options.ChoicesKey);
        _sample = [.. _own.Select(name => (name, new TraceField(context.Input, name))).Where(own => own.Item2.IsThere)];
        var output = Describe(context.Input);
        _tags = [.. _figures.Select(figure => Tag.Find(output, figure)!)];
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var usages = Usages(sample).OfType<TokenUsage>();
        if (options.DedupeIdenticalUsage)
        {
            usages = usages.DistinctBy(usage => usage.Figures);
        }

        var (prompt, completion, total) = (0L, 0L, (long?)null);
        foreach (var usage in usages)
        {
            (prompt, completion, total) = (checked(prompt + usage.Prompt), checked(completion + usage.Completion), total ?? usage.Total);
        }

        _tags[0].Set(sample, prompt);
        _tags[1].Set(sample, completion);
        _tags[2].Set(sample, total ?? checked(prompt + completion));
    }

    private IEnumerable<TokenUsage?> Usages(Sample sample)
    {
        if (_usage!.IsThere)
        {
            yield return TokenUsage.Of(_usage.Of(sample)) ?? TokenUsage.Of(Own(sample));
        }

        yield return TokenUsage.Of(_metadata!.Of(sample));
        if (_choices!.Of(sample) is not { ValueKind: JsonValueKind.Array } choices)
        {
            yield break;
        }

        foreach (var choice in choices.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
        {
            yield return TokenUsage.Of(choice);
            yield return TokenUsage.Of(Message(choice, "message") ?? Message(choice, "delta"));
        }
    }

    private static JsonElement? Message(JsonElement choice, string name) =>
        choice.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.Object && message.EnumerateObject().Any() ? message : null;

    private JsonElement Own(Sample sample) =>
        JsonSerializer.SerializeToElement(_sample.ToDictionary(own => own.Name, own => own.Field.Of(sample)));
}

/// <summary>Options of <c>usage_counter_mapper</c>. Columns are structs, lists of structs, or texts that hold JSON.</summary>
internal sealed record UsageCounterMapperOptions
{
    /// <summary>The column of the answers to choose from, each with its own usage or that of its message.</summary>
    public string ChoicesKey { get; init; } = "choices";

    /// <summary>The column of the sample's usage.</summary>
    public string UsageKey { get; init; } = "usage";

    /// <summary>The column of what came with the answer.</summary>
    public string ResponseMetadataKey { get; init; } = "response_metadata";

    /// <summary>Counts reports of equal figures once: services repeat the usage at several places.</summary>
    public bool DedupeIdenticalUsage { get; init; } = true;
}
