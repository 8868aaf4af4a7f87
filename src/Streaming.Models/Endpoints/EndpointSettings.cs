namespace Streaming.Models.Endpoints;

/// <summary>An OpenAI-compatible endpoint, and how it is treated.</summary>
public sealed record EndpointSettings
{
    /// <summary>Where it is, <c>/v1</c> included.</summary>
    public required Uri Address { get; init; }

    /// <summary>The model's name there.</summary>
    public required string Model { get; init; }

    /// <summary>The key; null where none is needed. Never written anywhere. Default: null.</summary>
    public EndpointKey? Key { get; init; }

    /// <summary>Requests at once. Default: 16.</summary>
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>Requests a minute; 0: as many as it takes. Default: 0.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, read and written; 0: as many as it takes. Default: 0.</summary>
    public long TokensPerMinute { get; init; }

    /// <summary>How long one try may take. Default: two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Tries that may break (errors of the server, lost connections, answers that cannot be read, timeouts) before a request is given up. Being told to wait is none. Default: 6.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>How long all tries of a request may take, waiting included. Default: ten minutes.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The wait before the second try; it doubles from try to try, and is spread at random. Default: half a second.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two tries, unless the server names a longer one. Default: 30 seconds.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing is sent after at least half of the tries of 30 seconds, and no fewer than 10, broke. Default: 5 seconds.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether answers come piece by piece; proxies that close silent connections need it. Default: false.</summary>
    public bool Stream { get; init; }

    /// <summary>The largest answer in bytes. Default: 16 MiB.</summary>
    public long MaxResponseBytes { get; init; } = 16L << 20;

    /// <summary>What a million tokens cost that it reads. Default: 0.</summary>
    public double PricePerMillionInput { get; init; }

    /// <summary>What a million tokens cost that it writes. Default: 0.</summary>
    public double PricePerMillionOutput { get; init; }
}
