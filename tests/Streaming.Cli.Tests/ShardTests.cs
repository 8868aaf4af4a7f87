using System.Diagnostics;
using DuckDB.NET.Data;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Cli.Tests;

/// <summary>Several workers, each with its part of the files, and one table.</summary>
public sealed class ShardTests : IDisposable
{
    private const int Files = 9;
    private const int Lines = 400;
    private readonly TempFolder _folder = new();
    private readonly string _topology;

    public ShardTests()
    {
        for (var file = 0; file < Files; file++)
        {
            _folder.Write($"in/part-{file}.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"id":"{{file}}-{{i}}","text":"{{(i % 10 == 0 ? "short" : $"a text of some length, number {i} of file {file}")}}"}""" + "\n")));
        }

        _topology = _folder.Write("topology.yaml", """
            name: parts
            source: { jsonl: { path: in/*.jsonl } }
            epoch: { samples: 100 }
            steps:
              - text_length_filter: { min_len: 10 }
            sink: { delta: { path: out } }
            """);
    }

    [Fact]
    public async Task Workers_side_by_side_read_every_file_once_into_one_table()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => CommandLine.RunAsync("run", _topology, "--shard", $"{i}/3", "--json", "--quiet"))));
        Assert.All(results, result => Assert.True(result.Code == 0, result.Error));
        Assert.Equal(Files * Lines, results.Sum(result => (int)result.Json["samples"]!["in"]!));
        Assert.All(results, result => Assert.True((int)result.Json["samples"]!["in"]! < Files * Lines));
        Assert.Equal((Files * Lines * 9L / 10, Files * Lines * 9L / 10), await CountAsync());

        // Each part is done, whoever asks again; and so is the whole.
        foreach (var arguments in new[] { new[] { "--shard", "1/3" }, [] })
        {
            var again = await CommandLine.RunAsync(["run", _topology, .. arguments, "--json", "--quiet"]);
            Assert.Equal((0, 0), (again.Code, (int)again.Json["samples"]!["in"]!));
        }
    }

    [Fact]
    public async Task A_worker_that_is_killed_goes_on_with_its_part_beside_the_others()
    {
        var other = Task.Run(() => CommandLine.RunAsync("run", _topology, "--shard", "1/2", "--quiet"));
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll"), "run", _topology, "--shard", "0/2", "--quiet"]))!;
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1.5 + (kill * 0.7))));
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.Equal(0, (await CommandLine.RunAsync("run", _topology, "--shard", "0/2", "--quiet")).Code);
        Assert.Equal(0, (await other).Code);
        Assert.Equal((Files * Lines * 9L / 10, Files * Lines * 9L / 10), await CountAsync());
    }

    [Fact]
    public async Task Epochs_of_shards_that_are_interleaved_are_refused_by_a_replay_and_told()
    {
        // Each epoch ends in the midst of a file: by turns, so that files go on after others.
        for (var turn = 0; turn < 4; turn++)
        {
            Assert.Equal(0, (await CommandLine.RunAsync("run", _topology, "--shard", $"{turn % 2}/2", "--max-epochs", "1", "--quiet")).Code % 130);
        }

        var replay = await CommandLine.RunAsync("replay", Path.Combine(_folder.Path, "out"), "--into", Path.Combine(_folder.Path, "again"));
        Assert.NotEqual(0, replay.Code);
        Assert.True(replay.Error.Contains("--shard", StringComparison.Ordinal), replay.Error);
    }

    [Theory]
    [InlineData("3/3")]
    [InlineData("-1/3")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("0/0")]
    [InlineData("0/99999999")]
    public async Task What_is_no_part_is_refused(string shard)
    {
        Assert.Null(SplitShard.Parse(shard));
        var run = await CommandLine.RunAsync("run", _topology, $"--shard={shard}");
        Assert.Equal(2, run.Code);
        Assert.Contains("0/4", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_be_read_by_every_worker_or_found_filled_is_refused()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("run", _topology, "--shard", "0/2", "--fresh")).Code);
        var kafka = _folder.Write("kafka.yaml", "name: k\nsource: { kafka: { bootstrap_servers: \"127.0.0.1:1\", topics: [t], group_id: g } }\nsink: { delta: { path: k } }\n");
        var run = await CommandLine.RunAsync("run", kafka, "--shard", "0/2");
        Assert.Equal(2, run.Code);
        Assert.Contains("group_id", run.Error, StringComparison.Ordinal);

        // Which pass the others are in nobody knows.
        var repeated = _folder.Write("repeated.yaml", "name: r\nsources: { a: { jsonl: { path: in/*.jsonl } } }\nmix: { weights: { a: 1 }, epochs: { a: 2 } }\nsink: { delta: { path: r } }\n");
        Assert.Equal(0, (await CommandLine.RunAsync("validate", repeated)).Code);
        Assert.Contains("repeated", (await CommandLine.RunAsync("run", repeated, "--shard", "0/2")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_was_compacted_is_read_in_one_piece()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("run", _topology, "--quiet")).Code);
        var table = Path.Combine(_folder.Path, "out");
        var next = _folder.Write("next.yaml", "name: next\nsource: { parquet: { path: out } }\nsink: { delta: { path: next } }\n");
        Assert.Equal(0, (await CommandLine.RunAsync("compact", table, "--quiet")).Code);
        var refused = await CommandLine.RunAsync("run", next, "--shard", "1/2");
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("compacted", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_split_belongs_to_one_part_and_parts_are_about_as_large()
    {
        var owners = Enumerable.Range(0, 4_000).Select(i => Enumerable.Range(0, 4).Single(part => new SplitShard(part, 4).Owns($"part-{i:00000}.parquet"))).CountBy(part => part);
        Assert.All(owners, part => Assert.InRange(part.Value, 900, 1_100));
    }

    public void Dispose() => _folder.Dispose();

    // What the log names: kills leave files that belong to no epoch.
    private async Task<(long Rows, long Ids)> CountAsync()
    {
        var log = new DeltaLog(new LocalStore(Path.Combine(_folder.Path, "out")), new Streaming.Parquet.Checkpoints.ParquetCheckpointFormat());
        var files = (await log.ReadAsync(default))!.Files.Select(file => $"'{_folder.Path}/out/{file.Path}'");
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), count(DISTINCT id) FROM read_parquet([{string.Join(", ", files)}])";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
