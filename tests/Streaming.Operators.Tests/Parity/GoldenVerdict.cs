using System.Text.Json;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Holds what came out of an operator against what was recorded.</summary>
/// <param name="file">The recording.</param>
/// <param name="driver">The operator, after its run.</param>
/// <param name="schema">What it describes.</param>
/// <param name="before">The samples as they were, and the rows that they were made of, by the samples' ids.</param>
internal sealed class GoldenVerdict(GoldenFile file, OperatorDriver driver, RowSchema schema, IReadOnlyDictionary<string, (Sample Sample, JsonElement Row)> before)
{
    private static readonly JsonSerializerOptions _lenient = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly GoldenComparison _comparison = new(file);

    /// <summary>Fails with every difference.</summary>
    public void Check(JsonElement expected)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            CheckWhole(expected);
            return;
        }

        var differences = new List<string>();
        foreach (var sample in expected.EnumerateArray().Where(e => !e.TryGetProperty("error", out _)))
        {
            CheckSample(sample, differences);
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private void CheckWhole(JsonElement expected)
    {
        var ids = driver.Out.Select(s => s.Id).ToArray();
        if (expected.TryGetProperty("kept", out var kept) || expected.TryGetProperty("selected", out kept))
        {
            Assert.Equal(kept.EnumerateArray().Select(k => k.GetString()), ids);
        }
        else if (expected.TryGetProperty("texts", out var texts))
        {
            Assert.Equal(texts.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.Object ? t.GetProperty("text").GetString() : t.GetString()), driver.Texts);
        }
        else
        {
            Skip.If(true, "Data-Juicer raised here; parity is not asked for.");
        }
    }

    private void CheckSample(JsonElement expected, List<string> differences)
    {
        var id = expected.GetProperty("id").GetString()!;
        if (expected.TryGetProperty("keep", out var keep))
        {
            CheckFiltered(id, expected, keep.GetBoolean(), differences);
        }
        else if (expected.TryGetProperty("changed", out var changed))
        {
            CheckChanged(driver.Out.SingleOrDefault(s => s.Id == id), changed, before[id].Sample.Text, id, differences);
        }
        else if (expected.TryGetProperty("outputs", out var outputs))
        {
            CheckOutputs(id, outputs, differences);
        }
        else if (expected.TryGetProperty("first_is_original", out var first))
        {
            CheckCopies(id, expected, first.GetBoolean(), differences);
        }
        else if (expected.TryGetProperty("counts", out _) && expected.TryGetProperty("frames", out _))
        {
            var column = driver.Operator.Describe(RowSchema.Text).Columns.Single(c => RowSchema.Text.Find(c.Name) is null).Name;
            GoldenFrames.Check(id, driver.Out.SingleOrDefault(s => s.Id == id)?.Meta[column] as object?[], expected, differences);
        }
        else if (expected.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array && rows.EnumerateArray().Any(r => r.TryGetProperty("audios", out _) || r.TryGetProperty("videos", out _)))
        {
            using var recordings = new GoldenRecordings();
            recordings.Check([.. driver.Out.Where(s => s.Id == id || s.Lineage.Parents.Contains(id))], expected, differences);
        }
        else if (!GoldenFigures.TryCheck(driver.Out.SingleOrDefault(s => s.Id == id), expected, differences))
        {
            Skip.If(true, "Random texts are recorded as figures, which are not compared here.");
        }
    }

    private void CheckFiltered(string id, JsonElement expected, bool keep, List<string> differences)
    {
        var kept = driver.Out.SingleOrDefault(s => s.Id == id);
        var sample = kept ?? driver.Rejected.SingleOrDefault(r => r.Sample.Id == id)?.Sample;
        if (sample is null)
        {
            differences.Add($"{id} is neither kept nor rejected");
            return;
        }

        if (keep != kept is not null)
        {
            differences.Add($"{id} {(keep ? "was kept, now rejected" : "was rejected, now kept")}");
        }

        foreach (var stat in expected.TryGetProperty("stats", out var stats) ? stats.EnumerateObject() : default)
        {
            if (!_comparison.Same(stat.Value, sample.Stats[stat.Name]))
            {
                differences.Add($"{id} {stat.Name}: {stat.Value} recorded, {JsonSerializer.Serialize(sample.Stats[stat.Name], _lenient)} now");
            }
        }
    }

    private void CheckChanged(Sample? sample, JsonElement changed, string textBefore, string id, List<string> differences)
    {
        if (sample is null)
        {
            differences.Add($"{id} did not come out");
            return;
        }

        if (!changed.TryGetProperty("text", out _) && sample.Text != textBefore)
        {
            differences.Add($"{id} text: unchanged in the recording, now {JsonSerializer.Serialize(sample.Text)}");
        }

        foreach (var column in changed.EnumerateObject())
        {
            var value = column.Name switch
            {
                KnownColumns.Text => sample.Text,
                KnownColumns.Images => sample.Images.Select(image => image.Path).ToArray(),
                var name => Named(sample.Meta[name], schema.Find(name)?.Type),
            };
            if (!_comparison.Same(column.Value, value) && !SameTags(column, value, id))
            {
                differences.Add($"{id} {column.Name}: {column.Value.GetRawText()} recorded, {JsonSerializer.Serialize(value)} now");
            }
        }
    }

    // Of copies that are drawn, how many there are: exactly so many, or at most.
    private void CheckCopies(string id, JsonElement expected, bool firstIsOriginal, List<string> differences)
    {
        var children = driver.Out.Where(s => s.Id == id || s.Lineage.Parents.Contains(id)).ToList();
        var fits = expected.TryGetProperty("rows", out var rows) ? children.Count == rows.GetInt32() : children.Count <= expected.GetProperty("rows_max").GetInt32();
        if (!fits || firstIsOriginal != (children.Count > 0 && children[0].Text == before[id].Sample.Text))
        {
            differences.Add($"{id}: {expected} recorded, {children.Count} samples now: {string.Join(" | ", children.Select(c => c.Text))}");
        }
    }

    // Tags that the operator left alone are what they were. A column has one type: where a tag is a number in one row and a text in another, all are texts with us.
    private bool SameTags(JsonProperty column, object? value, string id)
    {
        var (sample, row) = before[id];
        return value is Dictionary<string, object?> tags && row.TryGetProperty(column.Name, out var given) && given.ValueKind == JsonValueKind.Object
            && Named(sample.Meta[column.Name], schema.Find(column.Name)?.Type) is Dictionary<string, object?> had
            && column.Value.EnumerateObject().All(tag => given.TryGetProperty(tag.Name, out var was) && JsonElement.DeepEquals(was, tag.Value)
                ? Equals(JsonSerializer.Serialize(tags[tag.Name]), JsonSerializer.Serialize(had[tag.Name]))
                : _comparison.Same(tag.Value, tags.GetValueOrDefault(tag.Name)));
    }

    // The fields of structs under their names; one that a sample does not have is none of its tags.
    private static object? Named(object? value, ColumnType? type) => (value, type) switch
    {
        (object?[] fields, StructType s) => s.Fields.Zip(fields).ToDictionary(f => f.First.Name, f => Named(f.Second, f.First.Type)),
        (object?[] items, ListType list) => Array.ConvertAll(items, item => Named(item, list.Element)),
        _ => value,
    };

    private void CheckOutputs(string id, JsonElement outputs, List<string> differences)
    {
        var children = driver.Out.Where(s => s.Id == id || s.Lineage.Parents.Contains(id)).ToList();
        if (children.Count != outputs.GetArrayLength())
        {
            differences.Add($"{id}: {outputs.GetArrayLength()} samples recorded, {children.Count} now");
            return;
        }

        foreach (var (expected, child) in outputs.EnumerateArray().Zip(children))
        {
            CheckChanged(child, expected, before[id].Sample.Text, id, differences);
        }
    }
}
