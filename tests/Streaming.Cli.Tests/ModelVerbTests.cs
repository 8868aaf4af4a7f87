using DuckDB.NET.Data;

namespace Streaming.Cli.Tests;

/// <summary>Topologies with models, through the command: what a plan shows, what is refused before the start, what lies in the table.</summary>
public sealed class ModelVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_plan_shows_where_models_run_and_what_they_need()
    {
        var result = await CommandLine.RunAsync("plan", Topology("text_classifier_scorer: { model: models/quality, label: high, into: quality, device: cpu, replicas: 1, batch_size: 8 }"), "--json");
        Assert.Equal(0, result.Code);
        var device = result.Json["parts"]!.AsArray().Single(part => part!["kind"]!.GetValue<string>() == "device")!["details"]!;
        Assert.Equal(("cpu", "8 items, 16384 tokens"), (device["device"]!.GetValue<string>(), device["batch"]!.GetValue<string>()));
        Assert.Contains("MiB", device["memory"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("text_classifier_scorer: { model: models/none, label: high, into: quality }", "models/none")]
    [InlineData("text_classifier_scorer: { model: models/quality, label: best, into: quality }", "high, medium, low")]
    [InlineData("text_classifier_scorer: { model: models/quality, label: high, into: quality, device: tpu }", "'tpu' is no device")]
    [InlineData("text_classifier_scorer: { model: models/quality, label: high, into: quality, device: coreml }", "'coreml' is absent")]
    [InlineData("text_classifier_scorer: { model: models/quality, label: high, into: quality, dtype: q4 }", "dtype")]
    [InlineData("loss_scorer: { model: models/quality, into: loss }", "TextClassifier")]
    public async Task What_cannot_be_used_is_one_error_before_a_sample_is_read(string step, string words)
    {
        var result = await CommandLine.RunAsync("run", Topology(step), "--json");
        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "part-*.parquet", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public async Task Scores_and_vectors_lie_in_the_table()
    {
        var topology = Topology("""
            text_classifier_scorer: { model: models/quality, label: high, into: quality, device: cpu }
              - embedding_mapper: { model: models/embedder, device: cpu }
              - specified_numeric_field_filter: { field_key: __dj__stats__.quality, min_value: 0.5 }
            """);
        var result = await CommandLine.RunAsync("run", topology, "--json");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal((1, 1), (result.Json["samples"]!["out"]!.GetValue<int>(), result.Json["samples"]!["rejected"]!.GetValue<int>()));
        var shard = Directory.GetFiles(Path.Combine(_folder.Path, "out"), "*.parquet", SearchOption.AllDirectories).Single(file => !file.Contains("rejects", StringComparison.Ordinal));
        Assert.Equal("good", Query($"SELECT id FROM '{shard}'"));
        Assert.Equal("64", Query($"SELECT len(embedding) FROM '{shard}'"));
        Assert.Equal("true", Query($"SELECT __dj__stats__.quality > 0.9 FROM '{shard}'").ToLowerInvariant());
        Assert.Equal("FLOAT[]", Query($"SELECT typeof(embedding) FROM '{shard}'"));
    }

    private string Topology(string step)
    {
        foreach (var (name, model) in new[] { ("quality", "tiny-quality-classifier"), ("embedder", "tiny-embedder") })
        {
            var folder = Path.Combine(Repository.Root, "..", "shared", "models", model);
            Skip.IfNot(Directory.Exists(folder), "The small models are not here.");
            Directory.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "models")).FullName, name), Path.GetFullPath(folder));
        }

        _folder.Write("in.jsonl", """
            {"id":"good","text":"On Sunday the market was closed because the bridge needed repair. A bright river can change how we see the museum."}
            {"id":"bad","text":"BUY NOW!!! CLICK HERE FREE $$$ WIN WIN WIN"}

            """);
        return _folder.Write("topology.yaml", $$"""
            name: scored
            source: { jsonl: { path: in.jsonl } }
            steps:
              - {{step}}
            sink: { delta: { path: out/scored } }
            """);
    }

    private static string Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
