using System.Security.Cryptography;

namespace Streaming.S3;

/// <summary>Waits between tries that the SDK does not make itself: they double, and each is cut at random, so that clients which failed together do not come back together.</summary>
internal static class Backoff
{
    private const int FirstMilliseconds = 100;
    private const int MostMilliseconds = 5_000;

    /// <summary>Waits before the next try.</summary>
    /// <param name="tries">How many there were, from 1.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Stops.</param>
    public static Task WaitAsync(int tries, TimeProvider time, CancellationToken abort)
    {
        var most = Math.Min(MostMilliseconds, FirstMilliseconds << Math.Min(tries - 1, 10));
        return Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(most / 2, most + 1)), time, abort);
    }
}
