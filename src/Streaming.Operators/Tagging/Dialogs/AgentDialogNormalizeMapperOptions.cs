using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>Options of <c>agent_dialog_normalize_mapper</c>. Lengths are characters (code points).</summary>
internal sealed record AgentDialogNormalizeMapperOptions
{
    /// <summary>The column of the messages: <c>messages</c>, or one that holds a list of structs, or its JSON.</summary>
    public string MessagesKey { get; init; } = KnownColumns.Messages;

    /// <summary>The column of the answers to choose from: the first that says something is the response where the messages end without one.</summary>
    public string ChoicesKey { get; init; } = "choices";

    /// <summary>The column that gets the pairs of query and response.</summary>
    public string HistoryKey { get; init; } = "dialog_history";

    /// <summary>The column that gets the last query.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column that gets the last response.</summary>
    public string ResponseKey { get; init; } = "response";

    /// <summary>Whether the names of tools and skills become the tags <c>agent_tool_types</c> and <c>agent_skill_types</c>.</summary>
    public bool ExtractToolSkillTags { get; init; } = true;

    /// <summary>Whether what the system says stands before the next query; else it is left out.</summary>
    public bool IncludeSystemInFirstUser { get; init; }

    /// <summary>What stands before a query in the text.</summary>
    public string UserLabel { get; init; } = "User";

    /// <summary>What stands before a response in the text.</summary>
    public string AssistantLabel { get; init; } = "Assistant";

    /// <summary>Whether <c>request_model</c>, <c>pt</c> and <c>total_cost_time</c> become the tags <c>agent_request_model</c>, <c>agent_pt</c> and <c>agent_total_cost_time_ms</c>.</summary>
    public bool CopyLineageFields { get; init; } = true;

    /// <summary>Whether the request's id becomes the tag <c>agent_request_id</c>.</summary>
    public bool CopyRequestId { get; init; } = true;

    /// <summary>The columns of the request's id: the first that is not empty counts.</summary>
    public IReadOnlyList<string> RequestIdKeys { get; init; } = ["request_id", "trace_id", "id"];

    /// <summary>The longest result of a tool; a longer one keeps its beginning and end. 0 for any.</summary>
    [Range(0, int.MaxValue)]
    public int HistoryToolResultMaxChars { get; init; } = 10_000;

    /// <summary>The longest response with all its results of tools. 0 for any.</summary>
    [Range(0, int.MaxValue)]
    public int HistoryMaxAssistantTraceChars { get; init; }

    /// <summary>The longest query. 0 for any.</summary>
    [Range(0, int.MaxValue)]
    public int HistoryMaxUserChars { get; init; }

    /// <summary>The beginning's share of what stays of a text that is too long; taken as 0.35 where it is less, as 0.85 where it is more.</summary>
    [Range(0d, 1d)]
    public double HistoryCompressHeadRatio { get; init; } = 0.62;
}
