using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>
/// Turns an agent's messages into a dialogue: pairs of query and response, the last of them, and one text of all. Several answers to one query are joined, results of tools stand after
/// <c>[Tool result]</c>, a call without words becomes <c>[Tool calls: name]</c>. Tools, skills, the number of turns and what identifies the request become tags.
/// </summary>
/// <remarks>
/// Calls of tools and contents that are no text are seen where the source carries the messages' JSON (<c>json_columns: [messages]</c>, which an imported recipe sets by itself); else
/// only the roles and texts of the messages are. Results are Data-Juicer 1.6.1's, down to the lists of one empty text for no tools and no skills.
/// </remarks>
[Operator("agent_dialog_normalize_mapper", Example = "{ history_max_assistant_trace_chars: 20000 }", Job = SurveyJob.Reasoning)]
internal sealed class AgentDialogNormalizeMapper(AgentDialogNormalizeMapperOptions options) : Mapper
{
    private static readonly ListType _texts = new(ColumnType.String);

    // What is copied, and the tag it becomes.
    private static readonly (string Column, string Tag)[] _lineage = [("request_model", "agent_request_model"), ("pt", "agent_pt"), ("total_cost_time", "agent_total_cost_time_ms")];

    private readonly Dictionary<string, Tag> _tags = new(StringComparer.Ordinal);
    private TraceMessages? _messages;
    private TraceField? _choices;

    public override RowSchema Describe(RowSchema input)
    {
        var output = input.With(new(options.HistoryKey, new ListType(_texts))).With(new(options.QueryKey, ColumnType.String)).With(new(options.ResponseKey, ColumnType.String))
            .With(new(KnownColumns.Text, ColumnType.String));
        return TagsOf(input).Aggregate(output, (schema, tag) => schema.WithTag(tag.Name, tag.Type));
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        (_messages, _choices) = (new(context.Input, options.MessagesKey), new(context.Input, options.ChoicesKey));
        var output = Describe(context.Input);
        foreach (var tag in TagsOf(context.Input))
        {
            _tags[tag.Name] = Tag.Find(output, tag.Name)!;
        }

        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var messages = _messages!.Of(sample);
        var history = new DialogHistory(options);
        foreach (var message in messages)
        {
            history.Add(message);
        }

        var (query, response) = history.Pairs.Count > 0 ? history.Pairs[^1] : ("", "");
        SetTags(sample, messages, history);
        sample.Text = history.Flatten();
        sample.Meta[options.HistoryKey] = history.Pairs.Select(pair => (object?)new object?[] { pair.Query, pair.Response }).ToArray();
        sample.Meta[options.QueryKey] = query;
        sample.Meta[options.ResponseKey] = response.Length > 0 ? response : AgentChoices.FirstText(_choices!.Of(sample));
    }

    private IEnumerable<Column> TagsOf(RowSchema input)
    {
        IEnumerable<Column> tags = [new("agent_dialog_history_compressed", ColumnType.Bool), new("agent_turn_count", ColumnType.Int64)];
        if (options.ExtractToolSkillTags)
        {
            tags = tags.Append(new("agent_tool_types", _texts)).Append(new("agent_skill_types", _texts));
        }

        tags = tags.Append(new("agent_last_user_msg_idx", ColumnType.Int64)).Append(new("agent_last_assistant_msg_idx", ColumnType.Int64));
        tags = options.CopyRequestId ? tags.Append(new("agent_request_id", ColumnType.String)) : tags;
        return options.CopyLineageFields
            ? tags.Concat(_lineage.Select(copied => (copied.Tag, input.Find(copied.Column)?.Type)).Where(copied => copied.Type is not null).Select(copied => new Column(copied.Tag, copied.Type!)))
            : tags;
    }

    private void SetTags(Sample sample, IReadOnlyList<TraceMessage> messages, DialogHistory history)
    {
        Set("agent_dialog_history_compressed", history.IsShortened);
        Set("agent_turn_count", (long)history.Pairs.Count);
        if (options.ExtractToolSkillTags)
        {
            Set("agent_tool_types", NeverEmpty(messages.SelectMany(message => message.Tools).Distinct()));
            Set("agent_skill_types", NeverEmpty(AgentSkills.Of(messages)));
        }

        Set("agent_last_user_msg_idx", LastPlace(messages, "user"));
        Set("agent_last_assistant_msg_idx", LastPlace(messages, "assistant"));
        if (options.CopyRequestId)
        {
            Set("agent_request_id", options.RequestIdKeys.Select(key => RequestId(sample, key)).FirstOrDefault(id => id.Length > 0));
        }

        foreach (var (column, tag) in _lineage.Where(copied => _tags.ContainsKey(copied.Tag)))
        {
            Set(tag, sample.Meta[column]);
        }

        void Set(string tag, object? value) => _tags[tag].Set(sample, value);
    }

    private static long? LastPlace(IReadOnlyList<TraceMessage> messages, string role) => messages.LastOrDefault(message => message.Role == role) is { } last ? last.Place : null;

    private static object?[] NeverEmpty(IEnumerable<string> names) => [.. names.DefaultIfEmpty("")];

    private static string RequestId(Sample sample, string key) =>
        key == KnownColumns.Id ? sample.Id : sample.Meta[key] is { } value ? PythonText.Strip(PythonRepr.Str(value)).ToString() : "";
}
