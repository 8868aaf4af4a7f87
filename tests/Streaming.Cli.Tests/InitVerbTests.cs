namespace Streaming.Cli.Tests;

public sealed class InitVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_starter_and_its_documents_are_written()
    {
        var result = await CommandLine.RunAsync("init", _folder.Path);
        Assert.Equal(0, result.Code);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "topology.yaml")) && File.Exists(Path.Combine(_folder.Path, "data/documents.jsonl")));
        Assert.Contains("streaming run", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_replaced()
    {
        var file = _folder.Write("topology.yaml", "mine");
        Assert.Equal(2, (await CommandLine.RunAsync("init", _folder.Path)).Code);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public async Task Force_replaces()
    {
        var file = _folder.Write("topology.yaml", "mine");
        Assert.Equal(0, (await CommandLine.RunAsync("init", _folder.Path, "--force")).Code);
        Assert.NotEqual("mine", File.ReadAllText(file));
    }

    [SkippableFact]
    public async Task The_starter_runs_and_keeps_what_it_should()
    {
        Skip.If(OperatorCatalog.Default.Find(OperatorRole.Source, "jsonl") is null, "This build has no jsonl source yet.");
        await CommandLine.RunAsync("init", _folder.Path);
        var result = await CommandLine.RunAsync("run", Path.Combine(_folder.Path, "topology.yaml"), "--json");
        Assert.Equal((0, 6, 4), (result.Code, result.Json["samples"]!["in"]!.GetValue<int>(), result.Json["samples"]!["out"]!.GetValue<int>()));
    }

    public void Dispose() => _folder.Dispose();
}
