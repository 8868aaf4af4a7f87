namespace Streaming.Cli.Tests;

public sealed class InspectVerbTests : IAsyncLifetime, IDisposable
{
    private readonly Documents _documents = new(2500);

    public Task InitializeAsync() => CommandLine.RunAsync("run", _documents.Topology, "--quiet");

    [Fact]
    public async Task A_table_is_shown_with_epochs_operators_positions_and_samples()
    {
        var json = (await CommandLine.RunAsync("inspect", _documents.Table, "--json")).Json;
        Assert.Equal(["docs", "3", "3"], [json["pipeline"]!.GetValue<string>(), $"{json["epochs"]!.AsArray().Count}", $"{json["samples"]!.AsArray().Count}"]);
        Assert.Equal(2500, json["positions"]!["source/in.parquet"]!.GetValue<int>());
        Assert.Equal(250, json["operators"]![0]!["rejected"]!.GetValue<int>());
        Assert.Equal(json["rows"]!.GetValue<long>(), json["epochs"]!.AsArray().Sum(e => e!["out"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Each_index_is_shown_with_its_entries_bytes_and_growth()
    {
        var json = (await CommandLine.RunAsync("inspect", _documents.Table, "--json")).Json;
        var index = json["indexes"]!.AsArray().Single()!;
        Assert.StartsWith("document_deduplicator", index["operator"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(json["rows"]!.GetValue<long>(), index["entries"]!.GetValue<long>());
        Assert.Equal(3, index["growth"]!.AsArray().Count);
        Assert.Equal(index["bytes"]!.GetValue<long>(), index["growth"]!.AsArray().Sum(g => g!["bytes"]!.GetValue<long>()));
        Assert.Equal(json["epochs"]!.AsArray().Select(e => e!["out"]!.GetValue<long>()), index["growth"]!.AsArray().Select(g => g!["entries"]!.GetValue<long>()));
        Assert.Contains("document_deduplicator", (await CommandLine.RunAsync("inspect", _documents.Table)).Out.Split("index")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_get_tables()
    {
        var result = await CommandLine.RunAsync("inspect", _documents.Table);
        Assert.Contains("pipeline docs", result.Out, StringComparison.Ordinal);
        Assert.Contains("document_deduplicator", result.Out, StringComparison.Ordinal);
        Assert.Contains("source/in.parquet", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_samples_lineage_is_shown()
    {
        var json = (await CommandLine.RunAsync("inspect", _documents.Table, "--sample", "d1234", "--json")).Json["found"]![0]!["sample"]!;
        Assert.Equal(("source", "in.parquet", 1234), (json["lineage"]!["source"]!.GetValue<string>(), json["lineage"]!["split"]!.GetValue<string>(), json["lineage"]!["position"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_rejected_sample_is_found_with_its_reason()
    {
        var found = (await CommandLine.RunAsync("inspect", _documents.Table, "--sample", "d20", "--json")).Json["found"]![0]!;
        Assert.EndsWith(".rejects", found["table"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("text_length_filter", found["sample"]!["operator"]!.GetValue<string>());
    }

    [Fact]
    public async Task Rejects_are_found_where_the_topology_put_them()
    {
        var elsewhere = Path.Combine(_documents.Folder, "elsewhere/refused");
        await CommandLine.RunAsync("run", _documents.Topology, "--set", "rejects.path=elsewhere/refused", "--set", "sink.delta.path=out/other", "--quiet");
        var found = (await CommandLine.RunAsync("inspect", Path.Combine(_documents.Folder, "out/other"), "--sample", "d20", "--json")).Json["found"]![0]!;
        Assert.Equal(elsewhere, found["table"]!.GetValue<string>());

        var orphan = Path.Combine(elsewhere, "orphan.parquet");
        File.WriteAllText(orphan, "left by a killed worker");
        var swept = await CommandLine.RunAsync("vacuum", Path.Combine(_documents.Folder, "out/other"), "--days", "0", "--json");
        Assert.Equal([orphan], swept.Json["files"]!.AsArray().Select(f => f!.GetValue<string>()));
    }

    [Fact]
    public async Task An_unknown_sample_gives_2() => Assert.Equal(2, (await CommandLine.RunAsync("inspect", _documents.Table, "--sample", "nobody")).Code);

    [Fact]
    public async Task A_folder_that_is_no_table_gives_2()
    {
        var result = await CommandLine.RunAsync("inspect", _documents.Folder);
        Assert.Equal(2, result.Code);
        Assert.Contains("There is no table", result.Error, StringComparison.Ordinal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _documents.Dispose();
}
