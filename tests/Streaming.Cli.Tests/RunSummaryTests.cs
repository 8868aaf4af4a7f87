using Streaming.Telemetry;

namespace Streaming.Cli.Tests;

public sealed class RunSummaryTests
{
    private static readonly RunReport _report = new()
    {
        Status = RunStatus.Completed,
        Pipeline = "web",
        RunId = "r1",
        Table = "out/shards",
        Totals = RunPaceTests.Snapshot(10, 1000),
    };

    [Fact]
    public void The_object_at_the_end_has_the_fields_of_the_interface()
    {
        var json = RunJson.Of(_report);
        json["peak_rss_bytes"] = 0;
        Assert.Equal(
            """{"status":"completed","pipeline":"web","run_id":"r1","epochs":2,"table":"out/shards","version":3,"samples":{"in":1000,"out":900,"rejected":90,"dead_lettered":10,"merged":0,"expanded":0},"operators":[{"name":"text_length_filter","index":0,"in":1000,"out":900,"rejected":90,"dead_lettered":10,"busy_ms":1234}],"bytes":{"in":100000,"out":50000},"tokens":{"out":4096,"fill":0.9996,"truncated":1},"elapsed_ms":10000,"peak_rss_bytes":0,"peak_budget_bytes":2097152,"sources":[{"name":"pages","lag":7,"lag_by_split":{"pages-0":7},"rebalances":2,"paused_ms":1500,"counts":{}}],"commit":{"last_ms":12.5,"longest_ms":40},"shards":5,"bytes_in_flight":1048576,"epoch_age_ms":null}""",
            JsonLine.Of(json));
    }

    [Fact]
    public void A_failure_names_operator_split_and_position()
    {
        var json = RunJson.Of(_report with { Status = RunStatus.Failed, Error = new("operator_fault", "it broke", "op", "web/a", 7, null) });
        Assert.Equal("""{"code":"operator_fault","message":"it broke","operator":"op","split":"web/a","position":7}""", JsonLine.Of(json["error"]!));
    }

    [Fact]
    public void The_summary_has_the_funnel()
    {
        var text = new StringWriter();
        RunSummary.Write(_report, new Terminal(text, TextWriter.Null).OutConsole);
        Assert.Contains("text_length_filter", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1,000 in, 900 out, 90 rejected, 10 dead letters", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_names_the_three_slowest_operators()
    {
        var text = new StringWriter();
        OperatorCounts[] operators = [new("a", 0, 1000, 1000, 0, 0, 300), new("b", 1, 1000, 100, 900, 0, 500), new("c", 2, 100, 100, 0, 0, 199), new("d", 3, 100, 100, 0, 0, 1), new("e", 4, 100, 100, 0, 0, 0)];
        var report = _report with { Totals = _report.Totals with { Operators = operators } };
        RunSummary.Write(report, new Terminal(text, TextWriter.Null).OutConsole);
        Assert.Contains("slowest   b 50 % (500 µs a sample), a 30 % (300 µs a sample), c 19.9 % (2.0 ms a sample)", text.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5L << 30, "5.0 GiB")]
    public void Bytes_have_units(long bytes, string text) => Assert.Equal(text, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0.5, "0.5s")]
    [InlineData(75, "1m 15s")]
    [InlineData(3720, "1h 02m")]
    public void Durations_have_units(double seconds, string text) => Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));
}
