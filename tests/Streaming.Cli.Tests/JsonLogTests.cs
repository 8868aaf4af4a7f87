using System.Text.Json.Nodes;
using Streaming.Telemetry;

namespace Streaming.Cli.Tests;

/// <summary>What is told as JSON, for those who gather logs.</summary>
public sealed class JsonLogTests
{
    [Fact]
    public async Task Every_line_on_standard_error_is_an_object_with_its_level()
    {
        using var folder = new TempFolder();
        var topology = folder.Write("t.yaml", "name: t\nsource: { jsonl: { path: nothing.jsonl } }\nsink: { jsonl: { path: out } }\n");
        var failed = await CommandLine.RunAsync("run", topology, "--log-format", "json");
        Assert.Equal(2, failed.Code);
        var lines = failed.Error.TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, l => Assert.True(DateTimeOffset.TryParse((string?)l["time"], out _)));
        Assert.Contains(lines, l => (string?)l["level"] == "error" && ((string)l["message"]!).Length > 0);
    }

    [Fact]
    public void Progress_is_told_with_its_figures_and_nothing_breaks_a_line()
    {
        using var text = new StringWriter();
        using var log = new JsonLog(text, TimeProvider.System);
        log.Tell("info", "a\n\"b\"", "run", RunJson.OfFigures(RunPaceTests.Snapshot(10, 1000)));
        log.WriteLine("warning: c");
        var lines = text.ToString().TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(("a\n\"b\"", 1000, "warning", "c"), ((string?)lines[0]["message"], (int)lines[0]["run"]!["samples"]!["in"]!, (string?)lines[1]["level"], (string?)lines[1]["message"]));
        Assert.Null(lines[0]["run"]!["pipeline"]);
    }
}
