namespace Streaming.Runtime;

/// <summary>Reports twice a second until it is disposed.</summary>
internal sealed class ProgressTicker : IAsyncDisposable
{
    private readonly PeriodicTimer _timer;
    private readonly Task _ticking;

    public ProgressTicker(TimeProvider time, Action report)
    {
        _timer = new(TimeSpan.FromMilliseconds(500), time);
        _ticking = TickAsync(report);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _ticking;
    }

    private async Task TickAsync(Action report)
    {
        while (await _timer.WaitForNextTickAsync())
        {
            report();
        }
    }
}
