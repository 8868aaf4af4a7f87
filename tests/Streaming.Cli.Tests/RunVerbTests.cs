using System.Diagnostics;

namespace Streaming.Cli.Tests;

public sealed class RunVerbTests
{
    [Fact]
    public async Task A_run_ends_with_one_object_on_standard_output()
    {
        using var documents = new Documents(2500);
        var result = await CommandLine.RunAsync("run", documents.Topology, "--json");
        Assert.Equal((0, "completed", 3), (result.Code, result.Json["status"]!.GetValue<string>(), result.Json["epochs"]!.GetValue<int>()));
        Assert.Equal((2500, 250), (result.Json["samples"]!["in"]!.GetValue<int>(), result.Json["operators"]![0]!["rejected"]!.GetValue<int>()));
        Assert.Single(result.Out.TrimEnd().Split('\n'));
        Assert.Contains("text_length_filter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_goes_on_where_the_table_ends()
    {
        using var documents = new Documents(2500);
        await CommandLine.RunAsync("run", documents.Topology, "--max-epochs", "1");
        var result = await CommandLine.RunAsync("run", documents.Topology, "--json");
        Assert.Equal(1500, result.Json["samples"]!["in"]!.GetValue<int>());
    }

    [Fact]
    public async Task Fresh_refuses_a_table_that_is_not_empty()
    {
        using var documents = new Documents(100);
        await CommandLine.RunAsync("run", documents.Topology);
        var result = await CommandLine.RunAsync("run", documents.Topology, "--fresh");
        Assert.Equal(2, result.Code);
        Assert.Contains("--fresh", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        using var documents = new Documents(100);
        Assert.Equal(new CommandResult(0, "", ""), await CommandLine.RunAsync("run", documents.Topology, "--quiet"));
    }

    [Fact]
    public async Task An_override_takes_effect()
    {
        using var documents = new Documents(100);
        var result = await CommandLine.RunAsync("run", documents.Topology, "--json", "--set", "steps.0.text_length_filter.min_len=1000");
        Assert.Equal(0, result.Json["samples"]!["out"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_plan_is_shown_as_a_tree_a_chart_and_json()
    {
        using var documents = new Documents(10);
        Assert.Contains("text_length_filter", (await CommandLine.RunAsync("plan", documents.Topology)).Out, StringComparison.Ordinal);
        Assert.StartsWith("flowchart LR\n", (await CommandLine.RunAsync("plan", documents.Topology, "--mermaid")).Out, StringComparison.Ordinal);
        Assert.Equal("plan", (await CommandLine.RunAsync("plan", documents.Topology, "--json")).Json["kind"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task A_signal_to_stop_drains_commits_and_gives_130()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Sends POSIX signals.");
        using var documents = new Documents(400_000);
        using var child = Start("run", documents.Topology, "--json");
        await FirstCommitOf(documents.Table, child);
        using (var kill = Process.Start("kill", ["-TERM", $"{child.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        var report = new CommandResult(child.ExitCode, output, "").Json;
        Assert.Equal((130, "interrupted"), (child.ExitCode, report["status"]!.GetValue<string>()));
        var rest = await CommandLine.RunAsync("run", documents.Topology, "--json");
        Assert.Equal(400_000, report["samples"]!["in"]!.GetValue<long>() + rest.Json["samples"]!["in"]!.GetValue<long>());
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StreamingCommand).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static async Task FirstCommitOf(string table, Process child)
    {
        while (!child.HasExited && !File.Exists(Path.Combine(table, "_delta_log", "00000000000000000002.json")))
        {
            await Task.Delay(20);
        }
    }
}
