using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Tagging;

/// <summary>Options of <c>agent_bad_case_signal_mapper</c>. Lengths are in code points, without the white space around a text.</summary>
internal sealed record AgentBadCaseSignalMapperOptions : IValidatesOptions
{
    /// <summary>The column of the last question.</summary>
    public string QueryKey { get; init; } = "query";

    /// <summary>The column of the last answer.</summary>
    public string ResponseKey { get; init; } = "response";

    /// <summary>Looks at failed calls of tools (the tag <c>tool_fail_count</c>).</summary>
    public bool SignalOnToolFail { get; init; } = true;

    /// <summary>So many failed calls are a signal; at least 1.</summary>
    public int MinToolFailCountForSignal { get; init; } = 1;

    /// <summary>Looks at the share of calls that succeeded (the tag <c>tool_success_ratio</c>).</summary>
    public bool SignalOnLowToolSuccessRatio { get; init; } = true;

    /// <summary>A share up to this one is low.</summary>
    public double ToolSuccessRatioMaxForSignal { get; init; } = 0.499;

    /// <summary>Shares of fewer calls tell nothing.</summary>
    public int MinToolRoundsForRatioSignal { get; init; } = 2;

    /// <summary>Looks for long questions with hardly an answer.</summary>
    public bool SignalOnSuspectEmptyResponse { get; init; } = true;

    /// <summary>A question from this length on is long.</summary>
    public int MinQueryLenForEmptyCheck { get; init; } = 80;

    /// <summary>An answer up to this length is hardly one.</summary>
    public int MaxResponseLenForEmptyCheck { get; init; } = 20;

    /// <summary>The most tokens (the tag <c>total_tokens</c>); null for any number.</summary>
    public long? MaxTotalTokens { get; init; }

    /// <summary>The longest time in milliseconds (the tag <c>agent_total_cost_time_ms</c>); null for any.</summary>
    public long? MaxLatencyMs { get; init; }

    /// <summary>A JSON file of limits: <c>max_total_tokens</c>, <c>max_latency_ms</c>, <c>perplexity_high_threshold</c> under <c>default</c>, and under <c>by_request_model</c> by the model's name.</summary>
    [PathOption]
    public string? CalibrationJsonPath { get; init; }

    /// <summary>Uses that file.</summary>
    public bool AutoCalibrateThresholds { get; init; }

    /// <summary>Limits given here win over those of the file.</summary>
    public bool CalibrationManualOverridesAuto { get; init; } = true;

    /// <summary>Looks at perplexities where the file has a limit of them, though <c>signal_on_high_perplexity</c> is off.</summary>
    public bool AutoEnablePerplexityFromCalibration { get; init; } = true;

    /// <summary>Looks at a model's judgement of the run (the stats <c>llm_analysis_score</c> and <c>llm_analysis_record</c>).</summary>
    public bool SignalOnLlmAnalysisLow { get; init; } = true;

    /// <summary>Its score up to this one is low.</summary>
    public double LlmAnalysisScoreMaxForBad { get; init; } = 0.28;

    /// <summary>A low score counts only where the recommendation is to discard.</summary>
    public bool LlmAnalysisDiscardMustBeStrict { get; init; } = true;

    /// <summary>A score up to this one with that recommendation is strong evidence.</summary>
    public double HighPrecisionLlmAnalysisDiscardThreshold { get; init; } = 0.24;

    /// <summary>Looks at a model's judgement of the answer (the stats <c>llm_quality_score</c> and <c>llm_quality_record</c>).</summary>
    public bool SignalOnLlmTextQualityLow { get; init; } = true;

    /// <summary>Its score up to this one is low.</summary>
    public double LlmTextQualityScoreMaxForBad { get; init; } = 0.28;

    /// <summary>A low score counts only where the recommendation is to discard.</summary>
    public bool LlmTextQualityDiscardMustBeStrict { get; init; } = true;

    /// <summary>A score up to this one with that recommendation is strong evidence.</summary>
    public double HighPrecisionLlmTextQualityDiscardThreshold { get; init; } = 0.24;

    /// <summary>Looks at the moods of the user (the tag <c>dialog_sentiment_labels</c>).</summary>
    public bool SignalOnNegativeSentimentHint { get; init; }

    /// <summary>What a bad mood's label contains, whatever the case; null for a short list in English and Chinese.</summary>
    public IReadOnlyList<string>? NegativeSentimentSubstrings { get; init; }

    /// <summary>Looks at the stat <c>perplexity</c>.</summary>
    public bool SignalOnHighPerplexity { get; init; }

    /// <summary>From this one on it is high.</summary>
    public double PerplexityHighThreshold { get; init; } = 800.0;

    /// <summary>Looks for hard questions with poor answers (the stats <c>llm_difficulty_score</c> and <c>llm_quality_score</c>).</summary>
    public bool SignalHardQueryPoorReply { get; init; }

    /// <summary>A difficulty from this one on is hard.</summary>
    public double HardQueryDifficultyMin { get; init; } = 0.72;

    /// <summary>A quality up to this one is poor.</summary>
    public double PoorReplyQualityMax { get; init; } = 0.36;

    /// <summary>Failed tools alone are strong evidence; else they only put a sample on the watchlist.</summary>
    public bool HighPrecisionOnToolFailAlone { get; init; } = true;

    /// <summary>So many hints put a sample on the watchlist; so does one that stands alone.</summary>
    public int MinMediumSignalsForWatchlist { get; init; } = 2;

    /// <summary>Looks at the scores of the dialogue's and run's qualities, 1 to 5 (tags as <c>dialog_coreference</c>, <c>agent_trace_coherence</c>: structs with <c>score</c>; those <c>skipped</c> do not count).</summary>
    public bool SignalOnLowDialogQualityMeta { get; init; } = true;

    /// <summary>A score up to this one is low.</summary>
    public double DialogQualityLowScoreThreshold { get; init; } = 2.0;

    /// <summary>So many low scores are a signal; at least 1.</summary>
    [Range(0, int.MaxValue)]
    public int MinDialogQualityLowAxesForSignal { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        try
        {
            _ = new BadCaseLimits(this);
            return [];
        }
        catch (BadInputException e)
        {
            return [new("calibration_json_path", e.Message)];
        }
    }
}
