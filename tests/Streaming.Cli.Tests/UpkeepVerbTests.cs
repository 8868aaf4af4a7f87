using DuckDB.NET.Data;

namespace Streaming.Cli.Tests;

public sealed class UpkeepVerbTests : IAsyncLifetime, IDisposable
{
    private readonly Documents _documents = new(2500);

    // Without rejects: their order within an epoch follows the borders of batches, which a replay need not meet.
    public Task InitializeAsync() => CommandLine.RunAsync("run", _documents.Topology, "--set", "rejects=off", "--quiet");

    [Fact]
    public async Task A_replay_gives_the_same_bytes()
    {
        var result = await CommandLine.RunAsync("replay", _documents.Table, "--into", Path.Combine(_documents.Folder, "again"), "--verify", "--json");
        Assert.Equal((0, 3), (result.Code, result.Json["replayed_epochs"]!.GetValue<int>()));
        Assert.InRange(result.Json["files_compared"]!.GetValue<int>(), 3, 100);
    }

    [Fact]
    public async Task A_replay_of_packs_gives_their_licences_with_the_same_bytes()
    {
        var topology = Path.Combine(_documents.Folder, "packs.yaml");
        await File.WriteAllTextAsync(topology, """
            name: packs
            source: { parquet: { path: in.parquet } }
            epoch: { samples: 1000 }
            steps: [sequence_packer: { tokenizer: cl100k_base, max_tokens: 500, window: 700, license_key: lang }]
            sink: { delta: { path: out/packs } }
            """);
        Assert.Equal(0, (await CommandLine.RunAsync("run", topology, "--quiet")).Code);

        var result = await CommandLine.RunAsync("replay", Path.Combine(_documents.Folder, "out/packs"), "--into", Path.Combine(_documents.Folder, "again"), "--verify", "--json");
        Assert.Equal((0, 3), (result.Code, result.Json["replayed_epochs"]!.GetValue<int>()));
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT count(*), count(*) FILTER (license = CASE WHEN id[2:]::INT % 2 = 0 THEN 'de' ELSE 'en' END)
            FROM (SELECT unnest(sample_ids) AS id, unnest(licenses) AS license FROM '{_documents.Folder}/out/packs/*.parquet')
            """;
        using var row = command.ExecuteReader();
        row.Read();
        Assert.Equal((2500L, 2500L), (row.GetInt64(0), row.GetInt64(1)));
    }

    [Fact]
    public async Task A_replay_of_some_epochs_starts_from_their_positions()
    {
        var result = await CommandLine.RunAsync("replay", _documents.Table, "--into", Path.Combine(_documents.Folder, "again"), "--epochs", "2..2", "--verify", "--json");
        Assert.Equal((0, 1000), (result.Code, result.Json["samples"]!["in"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("x..y")]
    [InlineData("1..2..3")]
    [InlineData("77..99")]
    public async Task Epochs_that_are_none_give_2(string epochs) =>
        Assert.Equal(2, (await CommandLine.RunAsync("replay", _documents.Table, "--into", Path.Combine(_documents.Folder, "again"), "--epochs", epochs)).Code);

    [Fact]
    public async Task Vacuum_deletes_orphans_and_nothing_else()
    {
        var orphan = Path.Combine(_documents.Table, "orphan.parquet");
        File.WriteAllText(orphan, "left by a killed worker");
        var before = (await CommandLine.RunAsync("inspect", _documents.Table, "--json")).Out;
        var result = await CommandLine.RunAsync("vacuum", _documents.Table, "--days", "0", "--json");
        Assert.Equal([orphan], result.Json["files"]!.AsArray().Select(f => f!.GetValue<string>()));
        Assert.False(File.Exists(orphan));
        Assert.Equal(before, (await CommandLine.RunAsync("inspect", _documents.Table, "--json")).Out);
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        var orphan = Path.Combine(_documents.Table, "orphan.parquet");
        File.WriteAllText(orphan, "left by a killed worker");
        var result = await CommandLine.RunAsync("vacuum", _documents.Table, "--days", "0", "--dry-run");
        Assert.Contains("would delete 1 files", result.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(orphan));
    }

    [Fact]
    public async Task A_table_after_vacuum_goes_on_and_replays()
    {
        await CommandLine.RunAsync("vacuum", _documents.Table, "--days", "0", "--quiet");
        Assert.Equal(0, (await CommandLine.RunAsync("run", _documents.Topology, "--set", "rejects=off", "--quiet")).Code);
        Assert.Equal(0, (await CommandLine.RunAsync("replay", _documents.Table, "--into", Path.Combine(_documents.Folder, "again"), "--verify", "--quiet")).Code);
    }

    [Fact]
    public async Task Compaction_merges_files_and_everything_else_is_as_before()
    {
        var again = Path.Combine(_documents.Folder, "again");
        var before = (await CommandLine.RunAsync("inspect", _documents.Table, "--rows", "9999", "--json")).Json;
        var result = await CommandLine.RunAsync("compact", _documents.Table, "--min-files", "2", "--target-bytes", "1MiB", "--json");
        Assert.Equal((1, 3), (result.Json["tables"]![0]!["merged"]!.GetValue<int>(), result.Json["tables"]![0]!["parts"]!.GetValue<int>()));
        Assert.Equal(0, (await CommandLine.RunAsync("replay", _documents.Table, "--into", again, "--verify", "--quiet")).Code);

        var vacuumed = await CommandLine.RunAsync("vacuum", _documents.Table, "--days", "0", "--json");
        Assert.Equal(3, vacuumed.Json["files"]!.AsArray().Count);
        var after = (await CommandLine.RunAsync("inspect", _documents.Table, "--rows", "9999", "--json")).Json;
        Assert.Equal((3, 1), (before["files"]!.GetValue<int>(), after["files"]!.GetValue<int>()));
        foreach (var member in new[] { "rows", "samples", "epochs", "operators", "positions" })
        {
            Assert.Equal(before[member]!.ToJsonString(), after[member]!.ToJsonString());
        }

        Assert.Equal(0, (await CommandLine.RunAsync("inspect", _documents.Table, "--sample", "d77")).Code);
        Assert.Equal(0, (await CommandLine.RunAsync("run", _documents.Topology, "--set", "rejects=off", "--quiet")).Code);
        Assert.Equal(0, (await CommandLine.RunAsync("replay", _documents.Table, "--into", again + "2", "--quiet")).Code);
    }

    [Theory]
    [InlineData("--min-files", "1")]
    [InlineData("--target-bytes", "many")]
    public async Task Compaction_refuses_bad_options(string option, string value) => Assert.Equal(2, (await CommandLine.RunAsync("compact", _documents.Table, option, value)).Code);

    [Fact]
    public async Task A_side_table_is_not_vacuumed_alone() => Assert.Equal(2, (await CommandLine.RunAsync("vacuum", _documents.Table + ".dead_letters")).Code);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _documents.Dispose();
}
