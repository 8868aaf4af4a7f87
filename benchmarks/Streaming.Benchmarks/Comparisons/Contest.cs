using System.Diagnostics;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Two or more ways to do the same work, run in turns in one process, so that drift of the machine meets all of them alike.</summary>
internal sealed class Contest(int rounds)
{
    private readonly List<(string Name, Func<Task> Run)> _ways = [];

    /// <summary>Adds a way; the first is the one that the others are held against.</summary>
    public Contest Add(string name, Func<Task> run)
    {
        _ways.Add((name, run));
        return this;
    }

    /// <summary>Adds a way that is not asynchronous.</summary>
    public Contest Add(string name, Action run) => Add(name, () =>
    {
        run();
        return Task.CompletedTask;
    });

    /// <summary>Runs every way once unmeasured, then in turns; prints a table and returns the times of each way.</summary>
    /// <param name="work">How much one run does, in <paramref name="unit"/>s.</param>
    /// <param name="unit">What the work counts, for the table.</param>
    public async Task<IReadOnlyList<Times>> RunAsync(double work, string unit)
    {
        var used = new (TimeSpan Processor, TimeSpan Paused)[_ways.Count];
        var seconds = _ways.ConvertAll(_ => new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            for (var turn = 0; turn < _ways.Count; turn++)
            {
                // The order alternates too: who runs second finds warmer caches, or a fuller heap.
                var way = round % 2 == 0 ? turn : _ways.Count - 1 - turn;
                GC.Collect();
                var before = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());
                var start = Stopwatch.GetTimestamp();
                await _ways[way].Run();
                if (round >= 0)
                {
                    seconds[way].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    used[way].Processor += Environment.CpuUsage.TotalTime - before.TotalTime;
                    used[way].Paused += GC.GetTotalPauseDuration() - before.Item2;
                }
            }
        }

        var times = seconds.ConvertAll(Times.Of);
        Print(times, used, work, unit);
        return times;
    }

    private void Print(List<Times> times, (TimeSpan Processor, TimeSpan Paused)[] used, double work, string unit)
    {
        Console.WriteLine($"| | min s | median s | {unit}/s (best) | time ÷ {_ways[0].Name} (min) | (median) | processor s a run | ÷ {_ways[0].Name} | GC pauses s a run |\n|---|---|---|---|---|---|---|---|---|");
        for (var way = 0; way < _ways.Count; way++)
        {
            var (min, median) = times[way];
            Console.WriteLine($"| {_ways[way].Name} | {min:F3} | {median:F3} | {work / min:N0} | {min / times[0].Min:F3} | {median / times[0].Median:F3} | {used[way].Processor.TotalSeconds / rounds:F3} | {used[way].Processor / used[0].Processor:F3} | {used[way].Paused.TotalSeconds / rounds:F3} |");
        }

        Console.WriteLine();
    }
}

/// <summary>Seconds of several runs of the same work.</summary>
internal readonly record struct Times(double Min, double Median)
{
    /// <summary>Of one or more runs.</summary>
    public static Times Of(List<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return new(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }
}
