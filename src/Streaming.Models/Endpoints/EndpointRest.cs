namespace Streaming.Models.Endpoints;

/// <summary>When a server asks one request to wait, all others wait too: they would only be asked the same.</summary>
internal sealed class EndpointRest(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Nothing is sent for that long.</summary>
    public void For(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            _until = until > _until ? until : _until;
        }
    }

    /// <summary>Ends when requests may be sent.</summary>
    public async ValueTask WaitAsync(CancellationToken abort)
    {
        while (Left() is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, abort);
        }
    }

    private TimeSpan Left()
    {
        lock (_lock)
        {
            return _until - time.GetUtcNow();
        }
    }
}
