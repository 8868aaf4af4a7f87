using System.Diagnostics;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Runtime;

/// <summary>Real processes, killed with SIGKILL at every named step of a commit, and run again: every output as if nothing had happened.</summary>
public sealed class KillTests
{
    public static TheoryData<string, string, bool> Steps()
    {
        var steps = new TheoryData<string, string, bool>();
        foreach (var store in new[] { "out", "second" })
        {
            foreach (var operation in new[] { FaultingStore.Create, FaultingStore.Publish, FaultingStore.PutIfAbsent, store == "out" ? FaultingStore.Put : FaultingStore.Move })
            {
                steps.Add(store, operation, false);
                steps.Add(store, operation, true);
            }
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_process_that_is_killed_at_a_step_of_the_commit_leaves_nothing_undone_and_nothing_twice(string store, string operation, bool after)
    {
        var undisturbed = Directory.CreateTempSubdirectory("streaming-kill-");
        var killed = Directory.CreateTempSubdirectory("streaming-kill-");
        try
        {
            Assert.Equal(0, await RunAsync(undisturbed.FullName, store, "none", 0, after));
            foreach (var count in new[] { 1, 3, 1 })
            {
                Assert.NotEqual(0, await RunAsync(killed.FullName, store, operation, count, after));
            }

            Assert.Equal(0, await RunAsync(killed.FullName, store, "none", 0, after));
            foreach (var (output, layout) in new[] { ("out", TableLayout.Delta), ("second", TableLayout.Plain), ("rejects", TableLayout.Delta) })
            {
                Assert.Equal(await ReadAsync(undisturbed.FullName, output, layout), await ReadAsync(killed.FullName, output, layout));
            }
        }
        finally
        {
            undisturbed.Delete(recursive: true);
            killed.Delete(recursive: true);
        }
    }

    private static Task<IReadOnlyList<string>> ReadAsync(string folder, string output, TableLayout layout) =>
        LineTable.ReadAsync(new LocalStore(Path.Combine(folder, output)), layout);

    private static async Task<int> RunAsync(string folder, string store, string operation, int count, bool after)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Streaming.KillHost.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [host, folder, store, operation, $"{count}", $"{after}"]))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }
}
