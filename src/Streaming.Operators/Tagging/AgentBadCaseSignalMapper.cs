using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging;

/// <summary>
/// Gathers what speaks against an agent's run: failed tools, empty answers, cost, judgements of models and qualities of the dialogue, from the tags and stats that other operators left. No model is
/// asked. The signals become the tag <c>agent_bad_case_signals</c>, and how sure they are <c>agent_bad_case_tier</c>: high_precision, watchlist or none.
/// </summary>
[Operator("agent_bad_case_signal_mapper", Example = "{ max_total_tokens: 100000, high_precision_on_tool_fail_alone: false }", Job = SurveyJob.Evaluation)]
internal sealed class AgentBadCaseSignalMapper(AgentBadCaseSignalMapperOptions options) : Mapper
{
    private const int NamedLabels = 6;

    private static readonly string[] _axes =
    [
        "dialog_memory_consistency", "dialog_coreference", "dialog_topic_shift", "dialog_error_recovery", "dialog_clarification_quality", "dialog_proactivity", "dialog_non_repetition",
        "agent_trace_coherence", "agent_tool_relevance",
    ];

    private readonly BadCaseLimits _limits = new(options);
    private readonly string[] _negative = [.. (options.NegativeSentimentSubstrings is { Count: > 0 } given ? given : ["负面", "negative", "angry", "沮丧", "不满"]).Select(PythonCase.ToLower)];
    private readonly Dictionary<string, Tag?> _told = new(StringComparer.Ordinal);
    private string[] _axesThere = [];
    private TraceField? _meta;
    private Tag? _signals;
    private Tag? _tier;

    public override RowSchema Describe(RowSchema input) =>
        input.WithTag("agent_bad_case_signals", new ListType(BadCaseSignals.Type)).WithTag("agent_bad_case_tier", ColumnType.String);

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var output = Describe(context.Input);
        _meta = new(context.Input, Tags.Column);
        _axesThere = [.. _axes.Where(axis => Tag.Find(context.Input, axis) is not null)];
        foreach (var name in Tags.FieldsOf(context.Input, Tags.Column).Select(field => field.Name))
        {
            _told[name] = Tag.Find(context.Input, name);
        }

        (_signals, _tier) = (Tag.Find(output, "agent_bad_case_signals"), Tag.Find(output, "agent_bad_case_tier"));
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var signals = new BadCaseSignals();
        CheckTools(sample, signals);
        CheckAnswer(sample, signals);
        var model = PythonText.Strip(Told(sample, "agent_request_model") is { } name ? PythonRepr.Str(name) : "").ToString();
        CheckCost(sample, model, signals);
        CheckJudgements(sample, signals);
        CheckSentiment(sample, signals);
        if (_limits.Perplexity(model) is { } high && TraceNumber.Of(sample.Stats["perplexity"]) >= high)
        {
            signals.Add("high_perplexity", $"perplexity={PythonRepr.Str(sample.Stats["perplexity"])}");
        }

        CheckDifficulty(sample, signals);
        CheckDialogue(sample, signals);
        _signals!.Set(sample, signals.ToArray());
        _tier!.Set(sample, signals.Tier(options.HighPrecisionOnToolFailAlone, options.MinMediumSignalsForWatchlist));
    }

    private object? Told(Sample sample, string tag) => _told.GetValueOrDefault(tag)?.Of(sample);

    private long Count(Sample sample, string tag) => Told(sample, tag) is { } told and not "" ? (long)TraceNumber.Of(told)!.Value : 0;

    private void CheckTools(Sample sample, BadCaseSignals signals)
    {
        var (failed, succeeded) = (Count(sample, "tool_fail_count"), Count(sample, "tool_success_count"));
        if (options.SignalOnToolFail && failed >= Math.Max(1, options.MinToolFailCountForSignal))
        {
            signals.AddToolFailure($"tool_fail_count={failed}");
        }

        var ratio = Told(sample, "tool_success_ratio");
        if (options.SignalOnLowToolSuccessRatio && succeeded + failed >= options.MinToolRoundsForRatioSignal && TraceNumber.Of(ratio) <= options.ToolSuccessRatioMaxForSignal)
        {
            signals.Add("low_tool_success_ratio", $"ratio={PythonRepr.Str(ratio)}, success={succeeded}, fail={failed}");
        }
    }

    private void CheckAnswer(Sample sample, BadCaseSignals signals)
    {
        var (query, response) = (Length(sample, options.QueryKey), Length(sample, options.ResponseKey));
        if (options.SignalOnSuspectEmptyResponse && query >= options.MinQueryLenForEmptyCheck && response <= options.MaxResponseLenForEmptyCheck)
        {
            signals.Add("suspect_empty_or_trivial_final_response", $"query_len={query}, response_len={response}");
        }
    }

    private static int Length(Sample sample, string column) => CodePoints.Count(PythonText.Strip(column == KnownColumns.Text ? sample.Text : sample.Meta[column] as string ?? ""));

    private void CheckCost(Sample sample, string model, BadCaseSignals signals)
    {
        var (tokens, latency) = (Told(sample, "total_tokens"), Told(sample, "agent_total_cost_time_ms"));
        if (_limits.MaxTokens(model) is { } most && TraceNumber.Of(tokens) is { } used && Math.Truncate(used) > most)
        {
            signals.Add("high_token_usage", $"total_tokens={PythonRepr.Str(tokens)}");
        }

        if (_limits.MaxLatencyMs(model) is { } longest && TraceNumber.Of(latency) is { } took && Math.Truncate(took) > longest)
        {
            signals.Add("high_latency_ms", $"total_cost_time_ms={PythonRepr.Str(latency)}");
        }
    }

    private void CheckJudgements(Sample sample, BadCaseSignals signals)
    {
        if (options.SignalOnLlmAnalysisLow)
        {
            CheckJudgement(sample, "llm_analysis", "llm_agent_analysis_eval_low", options.LlmAnalysisScoreMaxForBad, options.LlmAnalysisDiscardMustBeStrict,
                options.HighPrecisionLlmAnalysisDiscardThreshold, signals);
        }

        if (options.SignalOnLlmTextQualityLow)
        {
            CheckJudgement(sample, "llm_quality", "llm_reply_quality_eval_low", options.LlmTextQualityScoreMaxForBad, options.LlmTextQualityDiscardMustBeStrict,
                options.HighPrecisionLlmTextQualityDiscardThreshold, signals);
        }
    }

    private static void CheckJudgement(Sample sample, string judge, string code, double low, bool mustDiscard, double strong, BadCaseSignals signals)
    {
        var told = sample.Stats[judge + "_score"];
        var advice = Advice(sample.Stats[judge + "_record"] as string);
        var isDiscarded = advice == "discard";
        if (TraceNumber.Of(told) is { } score && score <= low && (isDiscarded || !mustDiscard))
        {
            signals.AddJudgement(code, $"score={PythonRepr.Str(told)}, recommendation={(advice.Length > 0 ? advice : "n/a")}", isDiscarded && score <= strong);
        }
    }

    // A judge's record is JSON, its recommendation a text or the first of a list.
    private static string Advice(string? record)
    {
        if (TraceField.Parsed(record ?? "") is not { ValueKind: JsonValueKind.Object } told || !told.TryGetProperty("recommendation", out var advice))
        {
            return "";
        }

        advice = advice.ValueKind == JsonValueKind.Array && advice.GetArrayLength() > 0 ? advice[0] : advice;
        return advice.ValueKind == JsonValueKind.Null ? "" : PythonCase.ToLower(PythonText.Strip(advice.ToString()).Trim('"').ToString());
    }

    private void CheckSentiment(Sample sample, BadCaseSignals signals)
    {
        if (options.SignalOnNegativeSentimentHint && Told(sample, "dialog_sentiment_labels") is object?[] { Length: > 0 } labels
            && string.Join(' ', labels.Select(label => PythonCase.ToLower(PythonRepr.Str(label)))) is var all
            && Array.Exists(_negative, part => all.Contains(part, StringComparison.Ordinal)))
        {
            signals.Add("negative_sentiment_label_hint", $"labels={PythonRepr.Of(labels[..Math.Min(NamedLabels, labels.Length)])}");
        }
    }

    private void CheckDifficulty(Sample sample, BadCaseSignals signals)
    {
        var (difficulty, quality) = (sample.Stats["llm_difficulty_score"], sample.Stats["llm_quality_score"]);
        if (options.SignalHardQueryPoorReply && TraceNumber.Of(difficulty) >= options.HardQueryDifficultyMin && TraceNumber.Of(quality) <= options.PoorReplyQualityMax)
        {
            signals.Add("hard_query_low_reply_quality_conjunction", $"difficulty={PythonRepr.Str(difficulty)}, llm_quality_score={PythonRepr.Str(quality)}");
        }
    }

    private void CheckDialogue(Sample sample, BadCaseSignals signals)
    {
        // Tags are written out as JSON only where enough of the axes are among them to matter.
        var least = Math.Max(1, options.MinDialogQualityLowAxesForSignal);
        if (!options.SignalOnLowDialogQualityMeta || _axesThere.Length < least || _meta!.Of(sample) is not { ValueKind: JsonValueKind.Object } meta)
        {
            return;
        }

        var low = _axesThere.Where(axis => meta.TryGetProperty(axis, out var quality) && IsLow(quality)).ToArray<object?>();
        if (low.Length >= least)
        {
            signals.Add("dialog_turn_quality_meta_low", $"axes={PythonRepr.Of(low)}, threshold={PythonRepr.Of(options.DialogQualityLowScoreThreshold)}");
        }
    }

    private bool IsLow(JsonElement quality)
    {
        var told = quality.ValueKind == JsonValueKind.String ? TraceField.Parsed(quality.GetString()!) : quality;
        return told is { ValueKind: JsonValueKind.Object } axis && !(axis.TryGetProperty("skipped", out var skipped) && skipped.ValueKind == JsonValueKind.True)
            && axis.TryGetProperty("score", out var score) && TraceNumber.Of(score) <= options.DialogQualityLowScoreThreshold;
    }
}
