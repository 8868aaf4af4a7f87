using Streaming.Operators.Text;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Tagging;

/// <summary>
/// Tells from the messages of tools in a conversation which calls succeeded, and tags the sample with their numbers and the share of successes. A message that matches an
/// expression of errors is one, an empty message is unknown, any other is a success.
/// </summary>
[Operator("tool_success_tagger_mapper", Example = "{ store_per_tool_results: false }", Job = SurveyJob.Reasoning)]
internal sealed class ToolSuccessTaggerMapper(ToolSuccessTaggerMapperOptions options) : Mapper
{
    private const int PreviewLength = 200;

    private static readonly StructType ResultType = new([new("content_preview", ColumnType.String), new("result", ColumnType.String)]);

    private readonly PythonPattern[] _errors = [.. options.ErrorPatterns.Select(p => PythonPattern.Parse(p, dotAll: false, PatternDialect.Re))];
    private readonly HashSet<string> _roles = [.. options.ToolRoleNames];
    private Tag[] _counts = [];
    private Tag? _ratio;
    private Tag? _results;

    private enum Outcome
    {
        Success,
        Error,
        Unknown,
    }

    public override RowSchema Describe(RowSchema input)
    {
        var output = input.WithTag("tool_success_count", ColumnType.Int64).WithTag("tool_fail_count", ColumnType.Int64).WithTag("tool_unknown_count", ColumnType.Int64)
            .WithTag("tool_success_ratio", ColumnType.Float64);
        return options.StorePerToolResults ? output.WithTag("tool_results", new ListType(ResultType)) : output;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var output = Describe(context.Input);
        _counts = [Tag.Find(output, "tool_success_count")!, Tag.Find(output, "tool_fail_count")!, Tag.Find(output, "tool_unknown_count")!];
        _ratio = Tag.Find(output, "tool_success_ratio");
        _results = options.StorePerToolResults ? Tag.Find(output, "tool_results") : null;
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var counts = new long[3];
        var results = new List<object?>();
        foreach (var turn in sample.Messages.Where(turn => _roles.Contains(PythonCase.ToLower(turn.Role))))
        {
            var content = PythonText.Strip(turn.Content).ToString();
            var outcome = Judge(content);
            counts[(int)outcome]++;
            results.Add(new object?[] { new CodePointPlaces(content).Slice(0, PreviewLength), NameOf(outcome) });
        }

        for (var i = 0; i < counts.Length; i++)
        {
            _counts[i].Set(sample, counts[i]);
        }

        var decided = counts[(int)Outcome.Success] + counts[(int)Outcome.Error];
        _ratio!.Set(sample, decided == 0 ? null : (double)counts[(int)Outcome.Success] / decided);
        _results?.Set(sample, results.ToArray());
    }

    private Outcome Judge(string content) => content.Length == 0 ? Outcome.Unknown : Array.Exists(_errors, e => e.IsMatch(content)) ? Outcome.Error : Outcome.Success;

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Success => "success",
        Outcome.Error => "error",
        _ => "unknown",
    };
}

/// <summary>Options of <c>tool_success_tagger_mapper</c>.</summary>
internal sealed record ToolSuccessTaggerMapperOptions
{
    /// <summary>The roles whose messages are those of tools, in lower case.</summary>
    public IReadOnlyList<string> ToolRoleNames { get; init; } = ["tool", "tool_use"];

    /// <summary>Expressions of successes. Accepted for the sake of recipes: what matches no expression of errors is a success anyway.</summary>
    [PythonPattern(PatternDialect.Re)]
    public IReadOnlyList<string> SuccessPatterns { get; init; } = [];

    /// <summary>Expressions of errors, in the syntax of Python's <c>re</c>.</summary>
    [PythonPattern(PatternDialect.Re)]
    public IReadOnlyList<string> ErrorPatterns { get; init; } =
        [@"(?i)\berror\s*:", @"(?i)\bexception\b", @"(?i)\bfailed\b", @"(?i)\bfailure\b", @"(?i)not\s+found", @"(?i)permission\s+denied", "失败", "错误", "异常"];

    /// <summary>Keeps the outcome and the start of each message too, as the tag <c>tool_results</c>.</summary>
    public bool StorePerToolResults { get; init; } = true;
}
