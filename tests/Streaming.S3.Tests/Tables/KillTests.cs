using System.Diagnostics;
using Streaming.S3Server;

namespace Streaming.S3.Tests.Tables;

/// <summary>The command, killed with SIGKILL while it writes to a bucket.</summary>
[Collection(CommandServer.Name)]
public sealed class KillTests(CommandServer server) : IDisposable
{
    private const int Kills = 6;

    private readonly Bucketed _it = server.New();

    public void Dispose() => _it.Dispose();

    [Fact]
    public async Task A_run_that_is_killed_at_random_moments_gives_the_table_of_an_undisturbed_one()
    {
        // Shards of more than a part, so that some kills fall between two parts of an upload.
        _it.WriteDocuments(3_000, 14_000);
        // As a process too: dead letters keep stack traces, and which calls are inlined in them depends on the program's settings.
        Assert.Equal(0, await RunAsync(_it.Topology, null, "--set", $"sink.delta.path={_it.LocalTable}"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await RunAsync(_it.Topology, null));
        var whole = watch.Elapsed;
        Empty();

        var random = new Random(2_027);
        for (var kills = 0; kills < Kills;)
        {
            if (await RunAsync(_it.Topology, whole * (0.3 + (0.6 * random.NextDouble()))) != 0)
            {
                kills++;
            }
            else if (kills < Kills)
            {
                whole *= 0.9;
                Empty();
            }
        }

        Assert.Equal(0, await RunAsync(_it.Topology, null));
        foreach (var side in new[] { "", ".rejects", ".dead_letters" })
        {
            Assert.Equal(await Bucketed.DigestsAsync(_it.LocalTable + side), await Bucketed.DigestsAsync(_it.Table + side));
        }

        await VacuumAsync();
    }

    [Fact]
    public async Task An_upload_that_a_kill_left_behind_is_taken_by_vacuum()
    {
        _it.WriteDocuments(3_000, 14_000);
        server.Server.Fail(new("UploadPart", "out/docs", S3FaultKind.SlowDown) { Times = int.MaxValue });
        using (var process = Bucketed.Start(null, "run", _it.Topology, "--quiet"))
        {
            for (var tries = 0; _it.Bucket.Uploads.Count == 0; tries++)
            {
                Assert.True(tries < 600 && !process.HasExited, "No upload was begun.");
                await Task.Delay(100);
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.NotEmpty(_it.Bucket.Uploads);
        server.Server.Heal();
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--quiet")).Code);
        Assert.NotEmpty(_it.Bucket.Uploads);
        Assert.Empty((await Bucketed.RunAsync("vacuum", _it.Table, "--json")).Json["files"]!.AsArray());
        await VacuumAsync();
    }

    [Fact]
    public async Task A_run_that_fails_leaves_no_upload()
    {
        _it.WriteDocuments(1_500, 14_000);
        server.Server.Fail(new("UploadPart", "out/docs", S3FaultKind.InternalError) { Times = int.MaxValue });
        var result = await Bucketed.RunAsync("run", _it.Topology);
        Assert.Equal(1, result.Code);
        Assert.Contains("s3://", result.Error, StringComparison.Ordinal);
        Assert.Empty(_it.Bucket.Uploads);
        server.Server.Heal();
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--quiet")).Code);
    }

    // Nothing stays that no commit names: no upload, no shard.
    private async Task VacuumAsync()
    {
        var digests = await Bucketed.DigestsAsync(_it.Table);
        Assert.Equal(0, (await Bucketed.RunAsync("vacuum", _it.Table, "--days", "0")).Code);
        Assert.Empty(_it.Bucket.Uploads);
        Assert.Equal(digests, await Bucketed.DigestsAsync(_it.Table));
        Assert.Equal(digests.Count, _it.Bucket.Objects.Count(o => o.Key.StartsWith("out/docs/part-", StringComparison.Ordinal)));
    }

    private void Empty()
    {
        server.Server.Buckets[_it.Address["s3://".Length..]] = new();
    }

    private static async Task<int> RunAsync(string topology, TimeSpan? killAfter, params string[] more)
    {
        using var process = Bucketed.Start(null, ["run", topology, "--quiet", .. more]);
        var told = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (killAfter is { } delay)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
            process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}: {string.Concat(await told)}");
        return process.ExitCode;
    }
}
