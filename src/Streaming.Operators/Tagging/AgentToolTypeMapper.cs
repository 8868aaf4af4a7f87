using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging;

/// <summary>Counts the tools that an agent used, by the tag that lists them: the most frequent one and the most frequent few become tags. Of equally frequent ones the first seen comes first.</summary>
[Operator("agent_tool_type_mapper", Example = "{ top_k_dominant: 3 }", Job = SurveyJob.Reasoning)]
internal sealed class AgentToolTypeMapper(AgentToolTypeMapperOptions options) : Mapper
{
    private Tag? _tools;
    private Tag? _primary;
    private Tag? _dominant;

    public override RowSchema Describe(RowSchema input) =>
        input.WithTag(options.PrimaryKey, ColumnType.String).WithTag(options.DominantKey, new ListType(ColumnType.String));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var output = Describe(context.Input);
        (_tools, _primary, _dominant) = (Tag.Find(context.Input, options.ToolTypesMetaKey), Tag.Find(output, options.PrimaryKey), Tag.Find(output, options.DominantKey));
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var counts = new OrderedDictionary<string, int>();
        foreach (var tool in _tools?.Of(sample) as object?[] ?? [])
        {
            // Python's str(None) is a name like any other.
            var name = PythonText.Strip(tool is null ? "None" : Convert.ToString(tool, CultureInfo.InvariantCulture)).ToString();
            if (name.Length > 0)
            {
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        var dominant = counts.OrderByDescending(c => c.Value).Take(options.TopKDominant).Select(c => (object?)c.Key).ToArray();
        _primary!.Set(sample, dominant.FirstOrDefault());
        _dominant!.Set(sample, dominant);
    }
}

/// <summary>Options of <c>agent_tool_type_mapper</c>.</summary>
internal sealed record AgentToolTypeMapperOptions
{
    /// <summary>The tag that lists the tools, each as often as it was used.</summary>
    public string ToolTypesMetaKey { get; init; } = "agent_tool_types";

    /// <summary>The tag for the most frequent tool; null where none was used.</summary>
    public string PrimaryKey { get; init; } = "primary_tool_type";

    /// <summary>The tag for the most frequent tools.</summary>
    public string DominantKey { get; init; } = "dominant_tool_types";

    /// <summary>How many of them.</summary>
    [Range(1, int.MaxValue)]
    public int TopKDominant { get; init; } = 5;
}
