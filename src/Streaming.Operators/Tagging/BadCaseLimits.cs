using System.Text.Json;

namespace Streaming.Operators.Tagging;

/// <summary>
/// Limits of tokens, time and perplexity: those of the options, and those of a file of percentiles (<c>{ "default": { … }, "by_request_model": { "name": { … } } }</c>),
/// of which the options tell which win.
/// </summary>
internal sealed class BadCaseLimits
{
    private readonly AgentBadCaseSignalMapperOptions _options;
    private readonly JsonElement? _calibration;

    /// <summary>Reads the file, where the options ask for it.</summary>
    /// <exception cref="BadInputException">It is no JSON, or cannot be read.</exception>
    public BadCaseLimits(AgentBadCaseSignalMapperOptions options)
    {
        _options = options;
        if (options is not { AutoCalibrateThresholds: true, CalibrationJsonPath: { Length: > 0 } path })
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            _calibration = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} holds no limits: {e.Message}");
        }
    }

    /// <summary>The most tokens, or null for any number.</summary>
    public double? MaxTokens(string model) => Limit("max_total_tokens", model, _options.MaxTotalTokens);

    /// <summary>The longest time in milliseconds, or null for any.</summary>
    public double? MaxLatencyMs(string model) => Limit("max_latency_ms", model, _options.MaxLatencyMs);

    /// <summary>The perplexity that is high, or null where none is.</summary>
    public double? Perplexity(string model)
    {
        var calibrated = Calibrated("perplexity_high_threshold", model);
        if (_options.SignalOnHighPerplexity)
        {
            return _options.CalibrationManualOverridesAuto ? _options.PerplexityHighThreshold : calibrated ?? _options.PerplexityHighThreshold;
        }

        return _options.AutoEnablePerplexityFromCalibration ? calibrated : null;
    }

    private double? Limit(string name, string model, long? given)
    {
        var calibrated = Calibrated(name, model) is { } limit ? Math.Truncate(limit) : (double?)null;
        return _options.CalibrationManualOverridesAuto ? given ?? calibrated : calibrated ?? given;
    }

    // The row of the model comes before that of all.
    private double? Calibrated(string name, string model)
    {
        if (_calibration is not { } calibration)
        {
            return null;
        }

        var own = model.Length > 0 && Member(calibration, "by_request_model") is { } models && Member(models, model) is { } row ? Member(row, name) : null;
        var limit = own ?? (Member(calibration, "default") is { } all ? Member(all, name) : null);
        return limit is { } found ? TraceNumber.Of(found) : null;
    }

    private static JsonElement? Member(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;
}
