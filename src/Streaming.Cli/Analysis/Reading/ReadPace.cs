using System.Diagnostics;

namespace Streaming.Cli.Analysis.Reading;

/// <summary>Tells on standard error how fast a dataset is read, or something else is worked off, and when it will be done.</summary>
internal sealed class ReadPace(Terminal terminal, Settings settings, SourceExtent? extent, long limit, string unit = "samples")
{
    private static readonly TimeSpan _everyLine = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _everyRedraw = TimeSpan.FromSeconds(0.5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(2);
    private long _samples;
    private long _bytes;

    /// <summary>So many more were read.</summary>
    public void Add(long samples, long bytes)
    {
        _samples += samples;
        _bytes += bytes;
        if (!settings.ShowsProgress || _watch.Elapsed < _next)
        {
            return;
        }

        _next = _watch.Elapsed + (terminal.IsErrorLive ? _everyRedraw : _everyLine);
        var line = Line(_samples, _bytes, extent, limit, _watch.Elapsed, unit);
        terminal.Error.Write(terminal.IsErrorLive ? $"\r\u001b[K{line}" : line + terminal.Error.NewLine);
    }

    /// <summary>Leaves the line that redraws itself.</summary>
    public void End()
    {
        if (terminal.IsErrorLive && settings.ShowsProgress)
        {
            terminal.Error.Write("\r\u001b[K");
        }
    }

    public static string Line(long samples, long bytes, SourceExtent? extent, long limit, TimeSpan elapsed, string unit = "samples")
    {
        var total = extent?.Samples is { } known ? Math.Min(known, limit) : limit == long.MaxValue ? null : (long?)limit;
        var done = total is > 0 ? samples / (double)total : extent?.Bytes is > 0 and var all ? bytes / (double)all : (double?)null;
        var left = done is > 0 and <= 1 ? (TimeSpan?)(elapsed * ((1 - done.Value) / done.Value)) : null;
        return string.Join("  ", ((string[])
        [
            $"{Figures.Count(samples)}{(total is null ? "" : $"/{Figures.Count(total.Value)}")} {unit}",
            done is null ? "" : $"({Figures.Percent(Math.Min(1, done.Value))})",
            elapsed > TimeSpan.Zero ? $"{Figures.Count((long)(samples / elapsed.TotalSeconds))}/s" : "",
            bytes > 0 && elapsed > TimeSpan.Zero ? $"{Figures.Bytes((long)(bytes / elapsed.TotalSeconds))}/s" : "",
            left is null ? "" : $"ETA {Figures.Duration(left.Value)}",
        ]).Where(part => part.Length > 0));
    }
}
