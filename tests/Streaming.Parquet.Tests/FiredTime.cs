using System.Threading.Channels;

namespace Streaming.Parquet.Tests;

/// <summary>A clock whose timers fire when a test says so, one after the other.</summary>
internal sealed class FiredTime : TimeProvider
{
    private readonly Channel<Action> _timers = Channel.CreateUnbounded<Action>();

    /// <summary>Waits for the next timer, and fires it.</summary>
    public async Task FireAsync() => (await _timers.Reader.ReadAsync())();

    /// <summary>Fires timers until something is over.</summary>
    public async Task FireUntilAsync(Task over)
    {
        while (!over.IsCompleted)
        {
            var timers = _timers.Reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(over, timers) == timers)
            {
                await FireAsync();
            }
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Writer.TryWrite(() => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
