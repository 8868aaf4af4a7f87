using System.Diagnostics;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Runtime;

/// <summary>Compactions, alone and beside a run, killed with SIGKILL at every step and started again: the same rows in the same order, and nothing left that vacuum does not find.</summary>
public sealed class CompactionKillTests : IDisposable
{
    private readonly DirectoryInfo _undisturbed = Directory.CreateTempSubdirectory("streaming-merge-");
    private readonly DirectoryInfo _killed = Directory.CreateTempSubdirectory("streaming-merge-");

    public static TheoryData<string, bool> Steps()
    {
        var steps = new TheoryData<string, bool>();
        foreach (var operation in new[] { FaultingStore.Create, FaultingStore.Publish, FaultingStore.PutIfAbsent })
        {
            steps.Add("merge_" + operation, false);
            steps.Add("merge_" + operation, true);
        }

        return steps;
    }

    [Theory]
    [InlineData(FaultingStore.Read, false)]
    [MemberData(nameof(Steps))]
    public async Task A_compaction_that_is_killed_again_and_again_loses_no_row_and_keeps_their_order(string operation, bool after)
    {
        Assert.Equal(0, await RunAsync(_killed, "none", 0, after));
        var rows = await LineTable.ReadAsync(Out(_killed));
        var files = await FilesAsync(_killed);
        var codes = new List<int>();
        foreach (var count in new[] { 1, 2, 1 })
        {
            codes.Add(await RunAsync(_killed, operation, count, after, "compact"));
            Assert.Equal(rows, await LineTable.ReadAsync(Out(_killed)));
        }

        Assert.NotEqual(0, codes[0]);
        Assert.Equal(0, await RunAsync(_killed, "none", 0, after, "compact"));
        Assert.True((await FilesAsync(_killed)).Count < files.Count / 2, "The small files were merged in the end.");
        await AssertWholeAsync(rows);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_run_that_is_killed_amid_a_merge_goes_on_as_if_nothing_had_happened(string operation, bool after)
    {
        Assert.Equal(0, await RunAsync(_undisturbed, "none", 0, after, "run-and-compact"));
        Assert.NotEqual(0, await RunAsync(_killed, operation, 1, after, "run-and-compact"));
        Assert.Equal(0, await RunAsync(_killed, "none", 0, after, "run-and-compact"));
        Assert.Equal(0, await RunAsync(_killed, "none", 0, after, "compact"));
        await AssertWholeAsync(await LineTable.ReadAsync(Out(_undisturbed)));
    }

    public void Dispose()
    {
        _undisturbed.Delete(recursive: true);
        _killed.Delete(recursive: true);
    }

    private async Task AssertWholeAsync(IReadOnlyList<string> rows)
    {
        var store = Out(_killed);
        Assert.NotEmpty(rows);
        Assert.Equal(rows, await LineTable.ReadAsync(store));
        var later = new LaterTime(TimeSpan.FromDays(1));
        await new TableVacuum(store, new(store, null), later).RunAsync(new() { Retention = TimeSpan.FromHours(1), ShardExtensions = [".lines"], OwnFolders = [] }, _ => ValueTask.FromResult<IReadOnlySet<string>>(new HashSet<string>()), default);
        Assert.Equal(rows, await LineTable.ReadAsync(store));
        Assert.Equal((await FilesAsync(_killed)).Order(), Directory.GetFiles(store.Root, "*.lines").Select(f => Path.GetFileName(f)!).Order());
        Assert.Empty(await store.LeftoversAsync(default).ToListAsync());
    }

    private static LocalStore Out(DirectoryInfo folder) => new(Path.Combine(folder.FullName, "out"));

    private static async Task<IReadOnlyList<string>> FilesAsync(DirectoryInfo folder) => [.. (await new DeltaLog(Out(folder), null).ReadAsync(default))!.Files.Select(f => f.Path)];

    private static async Task<int> RunAsync(DirectoryInfo folder, string operation, int count, bool after, string job = "run")
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Streaming.KillHost.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [host, folder.FullName, "out", operation, $"{count}", $"{after}", job]))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
