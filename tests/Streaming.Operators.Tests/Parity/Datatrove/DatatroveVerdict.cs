using System.Text.Json;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>Holds what came out of an operator against what was recorded.</summary>
internal sealed class DatatroveVerdict(GoldenFile file, DatatroveInputs inputs, OperatorDriver driver)
{
    private readonly GoldenComparison _comparison = new(file);
    private readonly Dictionary<string, Sample> _kept = driver.Out.ToDictionary(s => s.Id);
    private readonly Dictionary<string, RejectedSample> _rejected = driver.Rejected.ToDictionary(r => r.Sample.Id);
    private readonly List<string> _differences = [];

    /// <summary>Fails with every difference.</summary>
    public void Check(JsonElement expected)
    {
        foreach (var row in expected.EnumerateArray().Where(e => !e.TryGetProperty("error", out _)))
        {
            Check(row.GetProperty("id").GetString()!, row);
        }

        Assert.True(_differences.Count == 0, string.Join(Environment.NewLine, _differences));
    }

    private void Check(string id, JsonElement expected)
    {
        var isKept = _kept.TryGetValue(id, out var sample);
        var isRejected = _rejected.TryGetValue(id, out var rejected);
        if (!isKept && !isRejected)
        {
            _differences.Add($"{id} is neither kept nor rejected");
            return;
        }

        if (expected.TryGetProperty("keep", out var keep) && keep.GetBoolean() != isKept)
        {
            _differences.Add($"{id} {(keep.GetBoolean() ? $"was kept, now rejected: {rejected!.Why}" : "was rejected, now kept")}");
        }

        if (isRejected && expected.TryGetProperty("reason", out var reason) && reason.GetString() != rejected!.Why.Reason)
        {
            _differences.Add($"{id}: {reason.GetString()} recorded, {rejected.Why.Reason} now");
        }

        CheckText(id, expected, sample ?? rejected!.Sample, isKept);
        CheckColumns(id, expected, sample ?? rejected!.Sample);
        CheckFigures(id, expected, sample ?? rejected!.Sample);
        if (expected.TryGetProperty("token_count", out var tokens) && sample!.Meta["token_count"] as long? != tokens.GetInt64())
        {
            _differences.Add($"{id}: {tokens} tokens recorded, {sample.Meta["token_count"] ?? "none"} now");
        }
    }

    // What is known of an address, and is seen in the decisions, has no columns.
    private void CheckColumns(string id, JsonElement expected, Sample sample)
    {
        if (file.Operator == "url_filter" || !expected.TryGetProperty("metadata", out var metadata))
        {
            return;
        }

        foreach (var column in metadata.EnumerateObject().Where(column => !_comparison.Same(column.Value, sample.Meta[column.Name])))
        {
            _differences.Add($"{id} {column.Name}: {column.Value} recorded, {sample.Meta[column.Name] ?? "null"} now");
        }
    }

    // A rejected sample is kept as it was.
    private void CheckText(string id, JsonElement expected, Sample sample, bool isKept)
    {
        var before = inputs.Texts[id];
        var text = expected.TryGetProperty("text", out var given) || (expected.TryGetProperty("changed", out var changed) && changed.TryGetProperty("text", out given)) ? isKept ? given.GetString() : before : before;
        if (text != sample.Text)
        {
            _differences.Add($"{id} text: {JsonSerializer.Serialize(text)} recorded, {JsonSerializer.Serialize(sample.Text)} now");
        }
    }

    // Figures are stats under the operator's first word; those that the operator does not show are decided by, and seen in its decisions.
    private void CheckFigures(string id, JsonElement expected, Sample sample)
    {
        if (!expected.TryGetProperty("metrics", out var metrics))
        {
            return;
        }

        var family = file.Operator[..file.Operator.IndexOf('_', StringComparison.Ordinal)];
        foreach (var metric in metrics.EnumerateObject())
        {
            var stat = $"{family}_{metric.Name.Replace('-', '_')}";
            if (!sample.Stats.Keys.Contains(stat))
            {
                Assert.True(metric.Value.ValueKind == JsonValueKind.Null || DecidedBy.Contains(metric.Name), $"{id} has no {stat}");
            }
            else if (!_comparison.Same(metric.Value, sample.Stats[stat]))
            {
                _differences.Add($"{id} {stat}: {metric.Value} recorded, {sample.Stats[stat] ?? "null"} now");
            }
        }
    }

    private static readonly string[] DecidedBy = ["sentences_per_kept_line", "registered_domain", "fqdn", "suffix"];
}
