using System.Collections.Concurrent;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Parquet.Documents;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;
using Streaming.Parquet.Writing;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;

namespace Streaming.Parquet.Tests;

/// <summary>Folders that grow while they are read.</summary>
public sealed class FollowTests : IDisposable
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(20);
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _arrived = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly CancellationTokenSource _drain = new();

    [Theory]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    [InlineData("files")]
    public async Task Files_that_come_while_it_runs_are_read_once_each(string kind)
    {
        using var topology = Topology(kind);
        await PutAsync(kind, "a", 3);
        var run = RunAsync(topology, kind);
        await ArrivedAsync(Count(kind, 3));
        for (var i = 0; i < 10; i++)
        {
            await PutAsync(kind, $"sub{i % 3}/b{i}", 2);
        }

        await ArrivedAsync(Count(kind, 3) + (10 * Count(kind, 2)));
        Assert.Equal(RunStatus.Interrupted, (await EndAsync(run)).Status);
        var ids = await topology.IdsAsync();
        Assert.Equal(Count(kind, 3) + (10 * Count(kind, 2)), ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("b.jsonl.tmp")]
    [InlineData("b.jsonl.part")]
    [InlineData(".b.jsonl")]
    [InlineData("_b.jsonl")]
    [InlineData("_later/b.jsonl")]
    public async Task Unfinished_names_are_left_alone_until_they_are_renamed(string name)
    {
        using var topology = Topology("jsonl", "in/**/*");
        await PutAsync("jsonl", "a", 1);
        File.WriteAllText(_folder.File($"in/{name}"), """{"text":"half""");
        var run = RunAsync(topology, "jsonl", path: "in/**/*");
        await ArrivedAsync(1);

        // What is listed with it would come before it.
        await PutAsync("jsonl", "z", 1);
        await ArrivedAsync(2);
        File.WriteAllText(_folder.File($"in/{name}"), """{"text":"whole"}""" + "\n");
        File.Move(_folder.File($"in/{name}"), _folder.File("in/b.jsonl"));
        await ArrivedAsync(3);
        await EndAsync(run);
        Assert.Equal(["a 0", "z 0", "whole"], _arrived);
    }

    [Fact]
    public async Task Runs_that_die_and_start_again_lose_nothing_and_repeat_nothing()
    {
        using var topology = Topology("jsonl");
        var (put, random) = (0, new Random(3));
        for (var round = 0; round < 8; round++)
        {
            _arrived.Clear();
            await PutAsync("jsonl", $"{random.Next(10)}-{round}", 20);
            put += 20;
            var dies = random.Next(5, 30);
            var run = RunAsync(topology, "jsonl", fail: round < 7 ? dies : int.MaxValue, stopAtEnd: true);
            await PutAsync("jsonl", $"{random.Next(10)}-late-{round}", 10);
            put += 10;
            await run.WaitAsync(TimeSpan.FromMinutes(1));
        }

        await RunAsync(topology, "jsonl", stopAtEnd: true);
        var ids = await topology.IdsAsync();
        Assert.Equal(put, ids.Count);
        Assert.Equal(put, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_replay_reads_the_files_in_the_order_in_which_they_came()
    {
        using var topology = Topology("jsonl");
        await PutAsync("jsonl", "m", 3);
        var run = RunAsync(topology, "jsonl");
        foreach (var (name, all) in new[] { ("z", 6), ("a", 9), ("k", 12) })
        {
            await ArrivedAsync(all - 3);
            await PutAsync("jsonl", name, 3);
        }

        await ArrivedAsync(12);
        await EndAsync(run);
        var manifests = await ManifestHistory.ReadAsync(new LocalStore(topology.Table), (await new DeltaLog(new LocalStore(topology.Table), null).ReadAsync(default))!, default);
        var runs = manifests.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();

        using var again = Topology("jsonl");
        await using var plan = await Planner.PlanAsync(Spec(again, "jsonl", "in", int.MaxValue));
        var report = await Run.ExecuteAsync(plan, new(), new(SplitPositions.Empty, new RecordedOrder(runs, ["in"], false), 1, null), default);
        Assert.Null(report.Error);
        Assert.Equal(await topology.IdsAsync(), await again.IdsAsync());
        Assert.Equal(["m 0", "z 0", "a 0", "k 0"], _arrived.TakeLast(12).Where(t => t.EndsWith(" 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_split_keeps_its_name_when_another_folder_gets_a_file_of_that_name()
    {
        await PutAsync("jsonl", "a", 1, folder: "two");
        Directory.CreateDirectory(_folder.File("one/x/.."));
        var options = new JsonlSourceOptions { Path = ["one", "two"], Follow = true };
        var before = options.Followed(_folder.Path, TimeProvider.System).ListNow();
        await PutAsync("jsonl", "a", 1, folder: "one");
        var after = options.Followed(_folder.Path, TimeProvider.System).ListNow();
        Assert.Equal(["two/a.jsonl"], before.Select(f => f.Name));
        Assert.Equal(["one/a.jsonl", "two/a.jsonl"], after.Select(f => f.Name));
    }

    [Fact]
    public async Task Include_and_exclude_hold_for_files_that_come_later()
    {
        using var topology = Topology("files");
        await PutAsync("files", "a", 1);
        var run = RunAsync(topology, "files");
        await PutAsync("files", "drafts/b", 1);
        File.WriteAllText(_folder.File("in/c.png"), "no text");
        await PutAsync("files", "z", 1);
        await ArrivedAsync(2);
        await EndAsync(run);
        Assert.Equal(["in/a.txt", "in/z.txt"], await topology.IdsAsync());
    }

    [Theory]
    [InlineData("nowhere", "no folder to follow")]
    [InlineData("table", "Delta table")]
    public void Paths_that_cannot_be_followed_are_problems(string path, string problem)
    {
        Directory.CreateDirectory(_folder.File("table/_delta_log/x/.."));
        Assert.Contains(problem, Assert.Single(new JsonlSourceOptions { Path = [path], Follow = true }.Validate(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_local_disk_a_file_is_seen_long_before_the_next_listing()
    {
        await PutAsync("jsonl", "a", 1);
        await using var files = new JsonlSourceOptions { Path = ["in"], Follow = true, PollEvery = TimeSpan.FromDays(1) }.Followed(_folder.Path, TimeProvider.System).ReadAllAsync(default).GetAsyncEnumerator();
        Assert.True(await files.MoveNextAsync());

        var next = files.MoveNextAsync().AsTask();
        await PutAsync("jsonl", "b", 1);
        Assert.True(await next.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("b.jsonl", files.Current.Name);
    }

    [Fact]
    public async Task A_folder_may_be_away_for_a_while_but_not_for_good()
    {
        await PutAsync("jsonl", "a", 1);
        var time = new FiredTime();
        await using var files = new JsonlSourceOptions { Path = ["in"], Follow = true }.Followed(_folder.Path, time).ReadAllAsync(default).GetAsyncEnumerator();
        Assert.True(await files.MoveNextAsync());

        // A watcher may wake it too: then a listing takes two timers.
        Directory.Move(_folder.File("in"), _folder.File("away"));
        var next = files.MoveNextAsync().AsTask();
        for (var i = 0; i < 5; i++)
        {
            await time.FireAsync();
        }

        await PutAsync("jsonl", "b", 1, folder: "away");
        Directory.Move(_folder.File("away"), _folder.File("in"));
        await time.FireUntilAsync(next);
        Assert.True(await next);
        Assert.Equal("b.jsonl", files.Current.Name);

        Directory.Delete(_folder.File("in"), recursive: true);
        next = files.MoveNextAsync().AsTask();
        await time.FireUntilAsync(next);
        await Assert.ThrowsAsync<BadInputException>(() => next);
    }

    [Fact]
    public async Task An_empty_folder_needs_a_schema()
    {
        Directory.CreateDirectory(_folder.File("in/x/.."));
        await Assert.ThrowsAsync<BadInputException>(async () => await new JsonlSource(new() { Path = ["in"], Follow = true }).DescribeAsync(Shards.Context(_folder.Path), default));
        var source = new JsonlSource(new() { Path = ["in"], Follow = true, Schema = new Dictionary<string, string> { ["text"] = "string" } });
        Assert.False(source.IsBounded);
        Assert.NotNull((await source.DescribeAsync(Shards.Context(_folder.Path), default)).Find("text"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _drain.Dispose();
        _came.Dispose();
    }

    // A document is a sample of one file.
    private static int Count(string kind, int rows) => kind == "files" ? 1 : rows;

    private TestTopology Topology(string kind, string path = "in") => new() { Epoch = new(Every: TimeSpan.FromMilliseconds(50), Samples: 7) };

    private TopologySpec Spec(TestTopology topology, string kind, string path, int fail)
    {
        OperatorSpec source = kind switch
        {
            "jsonl" => TestTopology.Spec<JsonlSource>(new JsonlSourceOptions { Path = [path], Follow = true, PollEvery = _soon }),
            "parquet" => TestTopology.Spec<ParquetSource>(new ParquetSourceOptions { Path = [path], Follow = true, PollEvery = _soon }),
            _ => TestTopology.Spec<FilesSource>(new FilesSourceOptions { Path = [path], Exclude = ["drafts/**"], Follow = true, PollEvery = _soon }),
        };
        var seen = 0;
        var watch = TestTopology.OnBatch(batch =>
        {
            batch.Samples.ForEach(s => _arrived.Enqueue(s.Text));
            _came.Release();
            return (seen += batch.Samples.Count) > fail ? throw new InvalidOperationException("dies here") : default;
        }, serial: true);
        return topology.Build() with { BaseFolder = _folder.Path, Sources = [new("in", source, [])], Steps = [watch] };
    }

    private async Task<RunReport> RunAsync(TestTopology topology, string kind, string path = "in", int fail = int.MaxValue, bool stopAtEnd = false)
    {
        await using var plan = await Planner.PlanAsync(Spec(topology, kind, path, fail));
        return await Run.ExecuteAsync(plan, new() { StopAtEnd = stopAtEnd }, _drain.Token);
    }

    private async Task<RunReport> EndAsync(Task<RunReport> run)
    {
        await _drain.CancelAsync();
        return await run.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private async Task ArrivedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (_arrived.Count < count)
        {
            await _came.WaitAsync(limit.Token);
        }
    }

    private async Task PutAsync(string kind, string name, int rows, string folder = "in")
    {
        var texts = Enumerable.Range(0, rows).Select(i => $"{name} {i}").ToList();
        var extension = kind == "files" ? "txt" : kind;
        var unfinished = _folder.File($"{folder}/{name}.{extension}.tmp");
        if (kind == "parquet")
        {
            await using var file = File.Create(unfinished);
            await using var writer = new ParquetShardFormat().Create(file, RowSchema.Text, new(1 << 20));
            await writer.WriteAsync([.. texts.Select((t, i) => new Sample { Id = $"{name}:{i}", Text = t, Lineage = new(new("x", name), i, [], "r") })]);
            await writer.CloseAsync();
        }
        else
        {
            await File.WriteAllTextAsync(unfinished, kind == "files" ? string.Join(' ', texts) : string.Concat(texts.Select(t => $$"""{"text":"{{t}}"}""" + "\n")));
        }

        File.Move(unfinished, _folder.File($"{folder}/{name}.{extension}"));
    }
}
