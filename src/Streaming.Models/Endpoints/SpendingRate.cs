namespace Streaming.Models.Endpoints;

/// <summary>
/// Keeps what is spent in a minute below a limit. What a request will cost is known only after it: an estimate is taken first, the difference settled later, so
/// the account may be overdrawn for a while; the limiters of System.Threading.RateLimiting know no debt.
/// </summary>
internal sealed class SpendingRate(double perMinute, TimeProvider time)
{
    // As much as ten seconds may be spent at once.
    private readonly double _most = Math.Max(1, perMinute / 6);
    private readonly Lock _lock = new();
    private double _left = Math.Max(1, perMinute / 6);
    private long _at = time.GetTimestamp();

    /// <summary>Takes an amount and says how long to wait before it is spent. Who comes later waits longer.</summary>
    public TimeSpan Take(double amount)
    {
        if (perMinute <= 0)
        {
            return TimeSpan.Zero;
        }

        lock (_lock)
        {
            Fill();
            _left -= amount;
            return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(-_left / perMinute);
        }
    }

    /// <summary>Takes what was spent beyond an estimate, or gives back what was not.</summary>
    public void Settle(double difference)
    {
        lock (_lock)
        {
            Fill();
            _left = Math.Min(_most, _left - difference);
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(_most, _left + (time.GetElapsedTime(_at, now).TotalMinutes * perMinute));
        _at = now;
    }
}
