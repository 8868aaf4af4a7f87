using FsCheck.Xunit;
using Streaming.Cli.Analysis;

namespace Streaming.Cli.Tests;

public sealed class AnalyzeVerbTests : IDisposable
{
    private readonly Documents _documents = new(1000);

    [Fact]
    public async Task Every_column_has_its_distribution()
    {
        var json = (await CommandLine.RunAsync("analyze", _documents.Input, "--json")).Json;
        var score = json["columns"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == "score")!;
        Assert.Equal((0, 99.9, "number"), (score["min"]!.GetValue<double>(), score["max"]!.GetValue<double>(), score["kind"]!.GetValue<string>()));
        Assert.Equal(49.95, score["mean"]!.GetValue<double>(), 6);
        var lang = json["columns"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == "lang")!;
        Assert.Equal((2, 500), (lang["distinct"]!.GetValue<int>(), lang["top"]![0]!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Stats_of_a_table_are_shown_too()
    {
        await CommandLine.RunAsync("run", _documents.Topology, "--quiet");
        Assert.Contains("__dj__stats__.text_len", (await CommandLine.RunAsync("analyze", _documents.Table)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_stands_alone_and_escapes_what_it_shows()
    {
        var page = Path.Combine(_documents.Folder, "page.html");
        await CommandLine.RunAsync("analyze", _documents.Input, "--html", page, "--quiet");
        var html = File.ReadAllText(page);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_cannot_break_out_of_the_page()
    {
        var profile = new DatasetProfile();
        profile.Add(new() { Id = "a", Lineage = new(new("s", "f"), 0, [], ""), Meta = { ["<b>x"] = "<script>alert(1)</script>" } }, new([new("<b>x", Samples.ColumnType.String)]));
        var html = ProfilePage.Of(profile, "<title>");
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
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
}
