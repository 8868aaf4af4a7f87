using System.Diagnostics;

namespace Streaming.Benchmarks.Kafka;

/// <summary>Messages and the time from the first to the last: joining a group is not counted.</summary>
internal sealed class Pace
{
    private long _first;
    private long _last;
    private TimeSpan _processorBefore;
    private TimeSpan _processorAfter;

    /// <summary>Messages.</summary>
    public int Messages { get; private set; }

    /// <summary>Bytes of their values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Seconds from the first to the last.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(_first, _last).TotalSeconds;

    /// <summary>Processor seconds of this process in that time.</summary>
    public double ProcessorSeconds => (_processorAfter - _processorBefore).TotalSeconds;

    /// <summary>Notes messages that came together.</summary>
    public void Count(int messages, long bytes)
    {
        if (Messages == 0)
        {
            (_first, _processorBefore) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        }

        Messages += messages;
        Bytes += bytes;
    }

    /// <summary>The last one came.</summary>
    public Pace End()
    {
        (_last, _processorAfter) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        return this;
    }
}
