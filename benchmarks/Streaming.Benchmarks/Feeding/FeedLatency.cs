using System.Diagnostics;
using System.Globalization;
using Apache.Arrow.Ipc;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Feed;

namespace Streaming.Benchmarks.Feeding;

/// <summary>How long after a commit a client that follows has its first batch. The commits are those of a real table, its log's entries put in one after the other.</summary>
internal static class FeedLatency
{
    private const int First = 10;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>Arguments: documents (default 20,000), documents of an epoch (default 100).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var whole = await PackTable.OfAsync(Argument.At(arguments, 0, 20_000), Argument.At(arguments, 1, 100));
        var folder = Workspace.At("feed-latency");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var entries = Lay(whole, folder);
        await using var server = await FeedServer.StartAsync(new() { Tables = ["packs=" + folder], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default);
        using var client = new HttpClient();
        await using var stream = await client.GetStreamAsync(new Uri(server.Http, $"/v1/feed?follow=true&columns={PackTable.Columns}"));
        using var reader = new ArrowStreamReader(stream);
        var times = new List<double>();
        var next = reader.ReadNextRecordBatchAsync().AsTask();
        foreach (var (from, to) in entries)
        {
            // What the commits before left: an epoch may be more than one batch, or none.
            while (await Task.WhenAny(next, Task.Delay(Between)) == next)
            {
                (await next).Dispose();
                next = reader.ReadNextRecordBatchAsync().AsTask();
            }

            var start = Stopwatch.GetTimestamp();
            File.Move(from, to);
            if (await Task.WhenAny(next, Task.Delay(5 * Between)) == next)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        Console.WriteLine($"{times.Count} commits with rows: p50 {times[times.Count / 2]:F1} ms, p90 {times[times.Count * 9 / 10]:F1} ms, p99 {times[times.Count * 99 / 100]:F1} ms, longest {times[^1]:F1} ms.");
    }

    // All files but the log's entries behind the first ones, which wait beside it: a stream begins with the first row.
    private static List<(string From, string To)> Lay(string whole, string folder)
    {
        var waiting = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(whole, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var isEntry = Path.GetFileName(Path.GetDirectoryName(file)) == "_delta_log";
            if (isEntry && (Path.GetExtension(file) != ".json" || !Path.GetFileName(file).StartsWith('0')))
            {
                continue; // checkpoints
            }

            if (isEntry && int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture) > First)
            {
                var aside = Path.Combine(folder, "waiting", Path.GetFileName(file));
                Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
                File.Copy(file, aside);
                waiting.Add((aside, target));
            }
            else
            {
                File.Copy(file, target);
            }
        }

        waiting.Sort();
        return waiting;
    }
}
