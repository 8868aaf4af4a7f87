using Polly;
using Streaming.Operators;

namespace Streaming.Fetching;

/// <summary>What is kept of each host: how much is asked of it at once, and whether it is left alone. Bounded: data sets name millions of hosts.</summary>
internal sealed class HostLines(int perHost, TimeProvider time)
{
    internal const int MostKept = 4096;

    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostLine> _lines = new(StringComparer.OrdinalIgnoreCase);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>The host's line, kept at least until <see cref="Leave"/>.</summary>
    public HostLine Enter(string host)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(host, out var line))
            {
                Forget();
                _lines.Add(host, line = new(perHost, NewBreaker()));
            }

            line.Users++;
            return line;
        }
    }

    /// <summary>Says that a user of the line has done.</summary>
    public void Leave(HostLine line)
    {
        lock (_lock)
        {
            line.Users--;
        }
    }

    // Whoever is in use stays; a forgotten host that broke is found to break again.
    private void Forget()
    {
        if (_lines.Count >= MostKept)
        {
            foreach (var idle in _lines.Where(l => l.Value.Users == 0).Select(l => l.Key).ToList())
            {
                _lines.Remove(idle);
            }
        }
    }

    private ResiliencePipeline<byte[]> NewBreaker() => new ResiliencePipelineBuilder<byte[]> { TimeProvider = time }
        .AddBreaker(_rest, fault => fault is FetchFailure { Kind: FetchFailureKind.Broken or FetchFailureKind.Late })
        .Build();
}

/// <summary>One host.</summary>
/// <param name="slots">Fetches at once.</param>
/// <param name="breaker">Makes no try while too many break.</param>
internal sealed class HostLine(int slots, ResiliencePipeline<byte[]> breaker)
{
    public SemaphoreSlim Slots { get; } = new(slots);

    public ResiliencePipeline<byte[]> Breaker => breaker;

    /// <summary>Who waits for it or fetches from it; under the lines' lock.</summary>
    public int Users { get; set; }
}
