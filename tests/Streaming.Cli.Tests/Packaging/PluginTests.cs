using System.Diagnostics;

namespace Streaming.Cli.Tests.Packaging;

/// <summary>Operators of other assemblies: by <c>--plugin</c>, and in a program that embeds the engine.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _topology;

    public PluginTests()
    {
        _folder.Write("in/a.jsonl", "{\"text\":\"short\"}\n{\"text\":\"one two three four five six seven eight nine ten\"}\n");
        _topology = _folder.Write("topology.yaml", """
            name: plugged
            source: { jsonl: { path: in/*.jsonl } }
            steps:
              - acme_reading_time_filter: { min_minutes: 0.02 }
            sink: { delta: { path: out } }
            """);
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Plugin => Repository.File("samples", "Acme.Operators", "bin", Configuration, "net10.0", "Acme.Operators.dll");

    [Fact]
    public async Task Its_operators_run_are_documented_and_validated_as_any()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("validate", _topology)).Code);
        Assert.Equal(0, (await CommandLine.RunAsync("validate", _topology, "--plugin", Plugin)).Code);
        var run = await CommandLine.RunAsync("run", _topology, "--plugin", Plugin, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal((1, 1), ((int)run.Json["samples"]!["out"]!, (int)run.Json["samples"]!["rejected"]!));

        var described = await CommandLine.RunAsync("operators", "acme_reading_time_filter", "--plugin", Plugin);
        Assert.Contains("words_per_minute", described.Out, StringComparison.Ordinal);
        Assert.Contains("Brysbaert", described.Out, StringComparison.Ordinal);
        Assert.Contains("acme_reading_time_filter", (await CommandLine.RunAsync("schema", "--plugin", Plugin)).Out, StringComparison.Ordinal);

        var wrong = await CommandLine.RunAsync("validate", _topology, "--plugin", Plugin, "--set", "steps.0.acme_reading_time_filter.words_per_minute=0");
        Assert.Contains("words_per_minute", wrong.Error + wrong.Out, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);

        var replay = await CommandLine.RunAsync("replay", Path.Combine(_folder.Path, "out"), "--into", Path.Combine(_folder.Path, "again"), "--verify", "--plugin", Plugin);
        Assert.True(replay.Code == 0, replay.Error);
    }

    [Fact]
    public async Task What_is_no_plugin_is_told()
    {
        var text = _folder.Write("text.dll", "no assembly");
        Assert.Contains("cannot be loaded", (await RefusedAsync(text)).Error, StringComparison.Ordinal);
        Assert.Contains("There is no plug-in", (await RefusedAsync(Path.Combine(_folder.Path, "missing.dll"))).Error, StringComparison.Ordinal);
        Assert.Contains("has no operator", (await RefusedAsync(Path.Combine(AppContext.BaseDirectory, "xunit.assert.dll"))).Error, StringComparison.Ordinal);
        var twice = await CommandLine.RunAsync("validate", _topology, "--plugin", Plugin, "--plugin", Plugin);
        Assert.Equal(2, twice.Code);
        Assert.Contains("both named 'acme_reading_time_filter'", twice.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_embeds_the_engine_runs_a_topology_with_an_operator_of_its_own()
    {
        var program = Repository.File("samples", "Acme.Embedding", "bin", Configuration, "net10.0", "Acme.Embedding.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, Path.Combine(_folder.Path, "in"), Path.Combine(_folder.Path, "embedded")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        Assert.StartsWith("Completed: 2 in, 1 out, 1 rejected", await output, StringComparison.Ordinal);

        var inspected = await CommandLine.RunAsync("inspect", Path.Combine(_folder.Path, "embedded"), "--json");
        Assert.Equal(0, inspected.Code);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<CommandResult> RefusedAsync(string plugin)
    {
        var result = await CommandLine.RunAsync("validate", _topology, "--plugin", plugin);
        Assert.Equal(2, result.Code);
        return result;
    }
}
