using System.Diagnostics;
using Streaming.Benchmarks.Comparisons;
using Streaming.Feed;
using Streaming.Feed.Runs;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Benchmarks.Watching;

/// <summary>What the page costs: the time to its first paint, and processor time of server and browser while a run of many operators reports twice a second.</summary>
internal static class DashboardCost
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>Arguments: operators (default 50), seconds of each measurement (default 30), loads of the page (default 10).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (operators, seconds, loads) = (Argument.At(arguments, 0, 50), Argument.At(arguments, 1, 30), Argument.At(arguments, 2, 10));
        if (RealBrowser.Path is null)
        {
            Console.Error.WriteLine("No Chromium here (Debian's package chromium).");
            return;
        }

        using var topology = new TestTopology { Epoch = new(Samples: 10) };
        topology.From("x", ListSourceOptions.Numbered(1_000)).Then([.. Enumerable.Range(0, operators).Select(_ => TestTopology.Within(s => s.Lineage.Position, 0, 1_000))]);
        await using var plan = await Planner.PlanAsync(topology.Build());
        var live = new LiveRun(plan, TimeProvider.System);
        await using var server = await FeedServer.StartAsync(new() { Awaited = ["t=" + topology.Table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default, live);
        var report = await Run.ExecuteAsync(plan, new() { MaxEpochs = 20, Progress = live }, default);
        using var end = new CancellationTokenSource();
        var reporting = ReportAsync(live, report.Totals, end.Token);
        await using var browser = await RealBrowser.StartAsync();

        var paints = new List<double>();
        for (var i = 0; i < loads; i++)
        {
            await browser.GoAsync(new(server.Http, $"/?{i}"));
            await browser.UntilAsync($"location.search === '?{i}' && performance.getEntriesByName('first-contentful-paint').length && document.querySelectorAll('#funnel tr').length === {operators}");
            paints.Add((double)(await browser.EvaluateAsync("performance.getEntriesByName('first-contentful-paint')[0].startTime"))!);
        }

        paints.Sort();
        var open = await MeasureAsync(browser, seconds);
        await browser.GoAsync(new("about:blank"));
        await Task.Delay(1_000);
        var alone = await MeasureAsync(browser, seconds);
        await end.CancelAsync();
        await reporting;

        Console.WriteLine($"{operators} operators, 2 reports a second, {seconds} s each, load of the machine {Load()}.\n");
        Console.WriteLine($"First contentful paint of {loads} loads: {paints[0]:0} ms at best, {paints[paints.Count / 2]:0} ms in the middle, {paints[^1]:0} ms at worst.\n");
        Console.WriteLine("| share of one core | page open | no page | the page's |\n|---|---|---|---|");
        Tell("server", open.Server, alone.Server);
        Tell("the page's main thread", open.Page, alone.Page);
        Tell("all processes of the browser", open.Browser, alone.Browser);
    }

    private static void Tell(string what, double open, double alone) => Console.WriteLine($"| {what} | {open:P2} | {alone:P2} | {open - alone:P2} |");

    private static async Task<(double Server, double Page, double Browser)> MeasureAsync(RealBrowser browser, int seconds)
    {
        var (server, page, all, started) = (Server(), await browser.MetricAsync("TaskDuration"), browser.ProcessorSeconds(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return ((Server() - server) / took, (await browser.MetricAsync("TaskDuration") - page) / took, (browser.ProcessorSeconds() - all) / took);
    }

    private static double Server() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(2)) : "?";

    // As a run reports, with figures that are other ones each time.
    private static async Task ReportAsync(LiveRun live, RunSnapshot last, CancellationToken end)
    {
        using var timer = new PeriodicTimer(Between);
        try
        {
            for (var i = 1L; await timer.WaitForNextTickAsync(end); i++)
            {
                live.Report(last with
                {
                    Elapsed = last.Elapsed + (i * Between),
                    Samples = last.Samples with { In = last.Samples.In + (i * 997), Out = last.Samples.Out + (i * 499) },
                    Operators = [.. last.Operators.Select(o => o with { In = o.In + (i * 997), Out = o.Out + (i * 499), Rejected = o.Rejected + (i * 498), BusyMilliseconds = o.BusyMilliseconds + (i * 7) })],
                });
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }
}
