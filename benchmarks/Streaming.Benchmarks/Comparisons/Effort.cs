using System.Diagnostics;
using System.Globalization;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Processor time of work of one thread: of this process (garbage collection counts), or of another program. The least of several rounds: it is the steadier figure on a busy machine.</summary>
internal static class Effort
{
    /// <summary>The least processor seconds of each way, run in turns after one unmeasured round.</summary>
    public static async Task<IReadOnlyList<double>> LeastAsync(int rounds, params IReadOnlyList<Func<Task<double>>> ways)
    {
        var least = ways.Select(_ => double.MaxValue).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                GC.Collect();
                var seconds = await ways[way]();
                least[way] = round < 0 ? least[way] : Math.Min(least[way], seconds);
            }
        }

        return least;
    }

    /// <summary>Of work in this process.</summary>
    public static async Task<double> OfAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    /// <summary>Of a shell's command.</summary>
    public static async Task<double> OfAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%U %S'; time {command}"]) { RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var said = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return said.Trim().Split('\n')[^1].Split(' ').Sum(s => double.Parse(s, CultureInfo.InvariantCulture));
    }
}
