using Spectre.Console;
using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>Tells how a run ended.</summary>
internal static class RunSummary
{
    /// <summary>For people.</summary>
    public static void Write(RunReport report, IAnsiConsole console)
    {
        var totals = report.Totals;
        if (totals.Operators.Count > 0)
        {
            console.Write(RunProgress.Funnel(totals));
        }

        var seconds = Math.Max(totals.Elapsed.TotalSeconds, 1e-3);
        console.Write(new Text($"{report.Pipeline}: {RunJson.Word(report.Status)} in {Figures.Duration(totals.Elapsed)}, {Figures.Count((long)(totals.Samples.In / seconds))} samples/s\n"));
        console.Write(new Text($"  samples   {Figures.Count(totals.Samples.In)} in, {Figures.Count(totals.Samples.Out)} out, {Figures.Count(totals.Samples.Rejected)} rejected, {Figures.Count(totals.Samples.DeadLettered)} dead letters\n"));
        if (totals.Tokens is { } tokens)
        {
            console.Write(new Text($"  tokens    {Figures.Count(tokens.Out)}, packs {Figures.Percent(tokens.Fill)} full, {Figures.Count(tokens.Truncated)} documents cut\n"));
        }

        if (totals.Generations is { } made)
        {
            var cost = made.Cost > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", cost {made.Cost:0.####}") : "";
            console.Write(new Text($"  generated {Figures.Count(made.Requests)} requests, {Figures.Count(made.InputTokens)} tokens read, {Figures.Count(made.OutputTokens)} written, {Figures.Count(made.CacheHits)} from the cache{cost}\n"));
        }

        if (Slowest(totals.Operators) is { Length: > 0 } slowest)
        {
            console.Write(new Text($"  slowest   {slowest}\n"));
        }

        console.Write(new Text($"  bytes     {Figures.Bytes(totals.BytesIn)} in, {Figures.Bytes(totals.BytesOut)} out; memory budget {Figures.Bytes(totals.Budget.Peak)} of {Figures.Bytes(totals.Budget.Limit)} at most\n"));
        console.Write(new Text($"  table     {report.Table}, version {totals.Version}, {Figures.Count(totals.Epochs)} epochs by this run\n"));
    }

    // The three operators in which most time went by, with their share of the time in all operators and what a sample costs in them.
    private static string Slowest(IReadOnlyList<OperatorCounts> operators)
    {
        var busy = Math.Max(1, operators.Sum(o => o.BusyMilliseconds));
        return string.Join(", ", operators.Where(o => o.BusyMilliseconds > 0).OrderByDescending(o => o.BusyMilliseconds).Take(3)
            .Select(o => $"{o.Name} {Figures.Percent((double)o.BusyMilliseconds / busy)} ({Figures.Micros(o.BusyMilliseconds * 1e3 / Math.Max(1, o.In))} a sample)"));
    }
}
