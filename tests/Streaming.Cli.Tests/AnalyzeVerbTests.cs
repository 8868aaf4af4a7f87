using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Tests;

public sealed class AnalyzeVerbTests : IDisposable
{
    private readonly Documents _documents = new(1000);

    [Fact]
    public async Task Every_column_has_its_distribution()
    {
        var json = (await CommandLine.RunAsync("analyze", _documents.Input, "--json")).Json;
        var score = Named(json["columns"]!, "score");
        Assert.Equal((0, 99.9, "number"), (score["min"]!.GetValue<double>(), score["max"]!.GetValue<double>(), score["kind"]!.GetValue<string>()));
        Assert.Equal(49.95, score["mean"]!.GetValue<double>(), 6);
        var lang = Named(json["columns"]!, "lang");
        Assert.Equal((2, 500), (lang["distinct"]!.GetValue<int>(), lang["top"]![0]!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_sample_stands_at_each_decile()
    {
        var deciles = Named((await CommandLine.RunAsync("analyze", _documents.Input, "--json")).Json["columns"]!, "score")["deciles"]!.AsArray();
        Assert.Equal([0, 9.9, 19.9, 29.9], deciles.Take(4).Select(d => d!["value"]!.GetValue<double>()), (a, b) => Math.Abs(a - b) < 0.11);
        Assert.Equal("d0", deciles[0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Languages_and_near_duplicates_are_counted()
    {
        var json = (await CommandLine.RunAsync("analyze", _documents.Input, "--json")).Json;
        var languages = json["shares"]!.AsArray().Single(s => s!["of"]!.GetValue<string>() == "language")!["values"]!.AsArray();
        Assert.Equal([500L, 500L], languages.Select(v => v!["count"]!.GetValue<long>()));

        // Only the last word of these documents tells them apart: nearly all are one group.
        Assert.InRange(json["near_duplicates"]!["redundant"]!.GetValue<long>(), 800, 899);
    }

    [Fact]
    public async Task Thresholds_say_what_they_would_leave()
    {
        var json = (await CommandLine.RunAsync("analyze", _documents.Input, "--json")).Json;
        var rule = Named(json["thresholds"]!["columns"]!, "score")["rules"]!.AsArray().Single(r => r!["rule"]!.GetValue<string>() == "5–95 %")!;
        Assert.Equal((901, 4.9, 94.9), (rule["kept"]!.GetValue<long>(), rule["low"]!.GetValue<double>(), rule["high"]!.GetValue<double>()));
    }

    [Fact]
    public async Task A_threshold_keeps_what_its_step_keeps()
    {
        using var folder = new TempFolder();

        // Zeros and gaps are refused by the step, tiny bounds are not rounded away.
        var file = folder.Write("in.jsonl", string.Join('\n', Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? $$"""{"id":"s{{i}}","text":"x","score":0.0}""" : i % 4 == 1 ? $$"""{"id":"s{{i}}","text":"x"}""" : $$"""{"id":"s{{i}}","text":"x","score":{{i}}e-9}""")));
        var rule = Named((await CommandLine.RunAsync("analyze", file, "--json")).Json["thresholds"]!["columns"]!, "score")["rules"]!.AsArray().Single(r => r!["rule"]!.GetValue<string>() == "3σ")!;
        var topology = folder.Write("t.yaml", $$"""
            name: bounded
            source: { jsonl: { path: in.jsonl } }
            steps: [ { {{rule["step"]!.GetValue<string>()}} } ]
            sink: { delta: { path: out } }
            """);
        var run = await CommandLine.RunAsync("run", topology, "--json");
        Assert.Equal(50, run.Json["samples"]!["out"]!.GetValue<long>());
        Assert.Equal(50, rule["kept"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("--share", "nothing")]
    [InlineData("--embedding", "nothing")]
    [InlineData("--limit", "0")]
    public async Task What_is_not_there_is_refused(params string[] arguments) =>
        Assert.Equal(2, (await CommandLine.RunAsync(["analyze", _documents.Input, .. arguments])).Code);

    [Fact]
    public async Task A_table_shows_its_stats_and_its_funnel()
    {
        await CommandLine.RunAsync("run", _documents.Topology, "--quiet");
        var json = (await CommandLine.RunAsync("analyze", _documents.Table, "--json")).Json;
        Assert.Contains(json["columns"]!.AsArray(), c => c!["name"]!.GetValue<string>() == "__dj__stats__.text_len");
        Assert.Equal((1000, 900), (json["funnel"]![0]!["in"]!.GetValue<int>(), json["funnel"]![0]!["out"]!.GetValue<int>()));
        Assert.Equal("source", json["shares"]!.AsArray().Single(s => s!["of"]!.GetValue<string>() == "source")!["values"]![0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_dataset_drifts_neither_from_itself_nor_unseen()
    {
        using var other = new TempFolder();
        var file = other.Write("other.jsonl", string.Join('\n', Enumerable.Range(0, 1000).Select(i => $$"""{"id":"o{{i}}","text":"x","lang":"en","score":{{50 + (i % 50)}}}""")));
        var same = (await CommandLine.RunAsync("analyze", _documents.Input, "--against", _documents.Input, "--json")).Json["drift"]!["columns"]!;
        Assert.Equal((0, 0, 1), (Named(same, "score")["psi"]!.GetValue<double>(), Named(same, "score")["ks"]!.GetValue<double>(), Named(same, "score")["p"]!.GetValue<double>()));
        var moved = (await CommandLine.RunAsync("analyze", file, "--against", _documents.Input, "--json")).Json["drift"]!["columns"]!;
        Assert.Equal("another population", Named(moved, "score")["verdict"]!.GetValue<string>());
        Assert.Equal(0.5, Named(moved, "score")["ks"]!.GetValue<double>(), 2);
        Assert.Equal("another population", Named(moved, "lang")["verdict"]!.GetValue<string>());
    }

    [Fact]
    public async Task Runs_of_a_table_are_told_apart_by_their_epochs()
    {
        using var many = new Documents(3000);
        await CommandLine.RunAsync("run", many.Topology, "--quiet");
        var json = (await CommandLine.RunAsync("analyze", many.Table, "--epochs", "3", "--against-epochs", "1..2", "--json")).Json;
        Assert.Equal((800, 1600), (json["samples"]!.GetValue<int>(), json["drift"]!["samples"]!.GetValue<int>()));
        Assert.Equal(2, (await CommandLine.RunAsync("analyze", many.Table, "--epochs", "9")).Code);
        Assert.Equal(2, (await CommandLine.RunAsync("analyze", many.Input, "--epochs", "1")).Code);
    }

    [Fact]
    public async Task A_limit_is_kept() => Assert.Equal(10, (await CommandLine.RunAsync("analyze", _documents.Input, "--limit", "10", "--json")).Json["samples"]!.GetValue<int>());

    [Fact]
    public async Task What_is_not_there_gives_2() => Assert.Equal(2, (await CommandLine.RunAsync("analyze", "/nowhere/at/all.parquet")).Code);

    [Property]
    public bool Mean_and_bounds_are_those_of_the_figures(int[] figures)
    {
        var distribution = new Distribution();
        figures.ToList().ForEach(f => distribution.Add(f));
        return figures.Length == 0
            ? distribution.Count == 0
            : distribution.Minimum == figures.Min() && distribution.Maximum == figures.Max() && Math.Abs(distribution.Mean - figures.Average()) < 1e-3;
    }

    [Property]
    public bool The_bars_of_a_histogram_hold_every_figure(int[] figures)
    {
        var distribution = new Distribution();
        figures.ToList().ForEach(f => distribution.Add(f));
        return figures.Length == 0 || Math.Abs(distribution.Histogram(10).Sum(b => b.Share) - 1) < 1e-9;
    }

    [Fact]
    public void Quantiles_of_many_figures_are_within_two_percent_of_rank()
    {
        var distribution = new Distribution();
        for (var i = 0; i < 500_000; i++)
        {
            distribution.Add(i);
        }

        Assert.InRange(distribution.Quantile(0.5), 240_000, 260_000);
    }

    public void Dispose() => _documents.Dispose();

    private static JsonNode Named(JsonNode list, string name) => list.AsArray().Single(c => c!["name"]!.GetValue<string>() == name)!;
}
