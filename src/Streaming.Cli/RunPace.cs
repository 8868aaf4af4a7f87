using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>How fast a run goes, and when it will be done, from its last snapshots.</summary>
internal sealed class RunPace
{
    // At two snapshots a second: the last ten seconds, long enough to ride over a commit.
    private const int Window = 20;

    private readonly Queue<RunSnapshot> _recent = new();

    /// <summary>Samples a second over the window.</summary>
    public double SamplesPerSecond { get; private set; }

    /// <summary>Bytes of input a second over the window.</summary>
    public double BytesPerSecond { get; private set; }

    /// <summary>Samples written a second over the window.</summary>
    public double OutPerSecond { get; private set; }

    /// <summary>Bytes of shards a second over the window.</summary>
    public double BytesOutPerSecond { get; private set; }

    /// <summary>The share of the input that was read, 0…1; null where the input has no known end.</summary>
    public double? Done { get; private set; }

    /// <summary>The time that is left; null where unknown.</summary>
    public TimeSpan? Left { get; private set; }

    public void Observe(RunSnapshot now)
    {
        _recent.Enqueue(now);
        if (_recent.Count > Window)
        {
            _recent.Dequeue();
        }

        var first = _recent.Count == 1 ? null : _recent.Peek();
        var seconds = (now.Elapsed - (first?.Elapsed ?? TimeSpan.Zero)).TotalSeconds;
        SamplesPerSecond = seconds > 0 ? (now.Samples.In - (first?.Samples.In ?? 0)) / seconds : 0;
        BytesPerSecond = seconds > 0 ? (now.BytesIn - (first?.BytesIn ?? 0)) / seconds : 0;
        OutPerSecond = seconds > 0 ? (now.Samples.Out - (first?.Samples.Out ?? 0)) / seconds : 0;
        BytesOutPerSecond = seconds > 0 ? (now.BytesOut - (first?.BytesOut ?? 0)) / seconds : 0;
        Done = now switch
        {
            { TotalSamples: > 0 and var total } => Math.Min(1, (now.AlreadyRead + now.Samples.In) / (double)total),
            { TotalBytes: > 0 and var total } => Math.Min(1, now.BytesIn / (double)total),
            _ => null,
        };
        Left = now switch
        {
            { TotalSamples: > 0 and var total } => After(total - now.AlreadyRead - now.Samples.In, SamplesPerSecond),
            { TotalBytes: > 0 and var total } => After(total - now.BytesIn, BytesPerSecond),
            _ => null,
        };
    }

    private static TimeSpan? After(long left, double perSecond) => left <= 0 ? TimeSpan.Zero : perSecond <= 0 || left / perSecond > 1e9 ? null : TimeSpan.FromSeconds(left / perSecond);
}
