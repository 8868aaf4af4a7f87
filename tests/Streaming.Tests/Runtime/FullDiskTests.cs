using System.Diagnostics;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>A real disk that is full: a small tmpfs, where the machine lets us mount one.</summary>
public sealed class FullDiskTests
{
    [SkippableFact]
    public async Task A_run_that_fills_the_disk_stops_cleanly_and_goes_on_when_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-disk-").FullName;
        Skip.IfNot(OperatingSystem.IsLinux() && await ShellAsync("mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", folder) == 0, "A tmpfs cannot be mounted here (root on Linux can).");
        try
        {
            using var topology = new TestTopology(folder) { Epoch = new(Samples: 200) }
                .From("in", ListSourceOptions.Numbered(4_000)).Then(Keep(s => s.Lineage.Position % 3 > 0), Step<Groups>(new GroupsOptions(5)));
            var full = await topology.RunAsync();
            Assert.Equal(RunStatus.Failed, full.Status);
            Assert.IsType<IOException>(full.Error!.Exception, exactMatch: false);
            var visible = (await topology.IdsAsync()).Count;

            Assert.Equal(0, await ShellAsync("mount", "-o", "remount,size=64m", folder));
            Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
            using var undisturbed = new TestTopology { Epoch = new(Samples: 200) }
                .From("in", ListSourceOptions.Numbered(4_000)).Then(Keep(s => s.Lineage.Position % 3 > 0), Step<Groups>(new GroupsOptions(5)));
            await undisturbed.RunAsync();
            Assert.InRange(visible, 1, (await undisturbed.IdsAsync()).Count - 1);
            Assert.Equal(await undisturbed.IdsAsync(), await topology.IdsAsync());
            Assert.Equal(await undisturbed.IdsAsync("rejects"), await topology.IdsAsync("rejects"));
        }
        finally
        {
            await ShellAsync("umount", folder);
            Directory.Delete(folder);
        }
    }

    private static async Task<int> ShellAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
