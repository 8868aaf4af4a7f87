using System.Net;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using Streaming.Operators;

namespace Streaming.Fetching;

/// <summary>Fetches one medium at a time from the web, for many callers at once: from allowed hosts at public addresses, within bytes and time, patiently. Redirects are followed here, each checked as the first address was.</summary>
internal sealed class WebFetch : IDisposable
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(5);

    private readonly HttpMediaOptions _options;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HostPatterns _allowed;
    private readonly HostLines _lines;
    private readonly WebAnswers _answers;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline<byte[]> _retries;
    private readonly HttpClient _http;

    /// <summary>Connects nothing yet.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resolve">Resolves names; null: as the machine does.</param>
    /// <param name="mayConnect">Whether an address may be connected to; null: as the options say.</param>
    public WebFetch(HttpMediaOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, Func<IPAddress, bool>? mayConnect = null)
    {
        (_options, _time, _timeout) = (options, time, TimeSpan.FromMilliseconds(options.TimeoutMs));
        (_allowed, _lines, _answers, _slots) = (new(options.Allow), new(options.PerHost, time), new(options, time), new(options.Concurrency));
        _retries = new ResiliencePipelineBuilder<byte[]> { TimeProvider = time }.AddRetries(options.Retries, _firstDelay, _longestDelay, IsRetried, fault => (fault as FetchFailure)?.RetryAfter).Build();
        var connection = new GuardedConnection(resolve ?? Dns.GetHostAddressesAsync, mayConnect ?? (options.AllowPrivate ? _ => true : PublicAddress.Is));

        // No proxy: it would be the proxy's address that is checked. No cookies, no credentials, nothing unpacked, no trace ids for strangers.
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = _timeout,
            MaxConnectionsPerServer = options.PerHost,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, abort) => connection.ConnectAsync(context.DnsEndPoint, abort),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The medium's bytes.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="grow">Told by how many bytes the memory that it takes grows, or shrinks.</param>
    /// <param name="abort">Stops at once.</param>
    /// <exception cref="FetchFailure">It cannot be fetched.</exception>
    public async Task<byte[]> FetchAsync(Uri address, Action<long> grow, CancellationToken abort)
    {
        Check(address);
        var line = _lines.Enter(address.Host);
        try
        {
            // The host's turn comes first: many references to a slow host must not take the places of others.
            await line.Slots.WaitAsync(abort);
            try
            {
                await _slots.WaitAsync(abort);
                try
                {
                    return await InTimeAsync(address, line, grow, abort);
                }
                finally
                {
                    _slots.Release();
                }
            }
            finally
            {
                line.Slots.Release();
            }
        }
        finally
        {
            _lines.Leave(line);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private bool IsRetried(Exception fault) => fault is FetchFailure { Kind: FetchFailureKind.Broken or FetchFailureKind.Busy } failure && (failure.RetryAfter ?? TimeSpan.Zero) < _timeout;

    private void Check(Uri address)
    {
        if (address.UserInfo.Length > 0)
        {
            throw new FetchFailure(FetchFailureKind.Refused, "an address with a user or password is not asked");
        }

        if (!_allowed.Allow(address))
        {
            throw new FetchFailure(FetchFailureKind.Refused, $"the host '{address.Host}' is not among those allowed (media.http.allow)");
        }
    }

    private async Task<byte[]> InTimeAsync(Uri address, HostLine line, Action<long> grow, CancellationToken abort)
    {
        using var late = new CancellationTokenSource(_timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(abort, late.Token);
        FetchFailure? last = null;
        try
        {
            return await _retries.ExecuteAsync(async token =>
            {
                try
                {
                    return await line.Breaker.ExecuteAsync(async t => await TryAsync(address, grow, late.Token, t), token);
                }
                catch (FetchFailure failure)
                {
                    last = failure;
                    throw;
                }
            }, end.Token);
        }
        catch (BrokenCircuitException)
        {
            throw new FetchFailure(FetchFailureKind.Refused, $"the host '{address.Host}' broke too often and is left alone for a while");
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            throw last ?? TooLate();
        }
    }

    // Inside the breaker: a host that hangs speaks against itself as one that breaks.
    private async Task<byte[]> TryAsync(Uri address, Action<long> grow, CancellationToken late, CancellationToken abort)
    {
        long grown = 0;
        try
        {
            var bytes = await FollowAsync(address, by => grow(Counted(by)), abort);
            grow(Counted(bytes.Length - grown));
            return bytes;
        }
        catch (Exception e)
        {
            grow(-grown);
            throw e is OperationCanceledException ? late.IsCancellationRequested ? TooLate() : e : FailureOf(e) ?? e;
        }

        long Counted(long by)
        {
            grown += by;
            return by;
        }
    }

    private async Task<byte[]> FollowAsync(Uri address, Action<long> grow, CancellationToken abort)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("*/*");
            request.Headers.AcceptEncoding.ParseAdd("identity");
            request.Headers.UserAgent.ParseAdd("streaming-media-fetch");
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, abort);
            if (WebAnswers.RedirectOf(answer, address) is not { } next)
            {
                return await _answers.BodyOfAsync(answer, grow, abort);
            }

            if (redirects == _options.MaxRedirects)
            {
                throw new FetchFailure(FetchFailureKind.Refused, $"it is redirected more than {_options.MaxRedirects} times");
            }

            Check(next);
            address = next;
        }
    }

    private FetchFailure TooLate() => new(FetchFailureKind.Late, $"it took longer than the {_timeout.TotalSeconds:0.###} s allowed (media.http.timeout_ms)");

    // What the connection's check says comes wrapped.
    private static FetchFailure? FailureOf(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is FetchFailure known)
            {
                return known;
            }

            if (e is AuthenticationException)
            {
                return new FetchFailure(FetchFailureKind.Refused, $"there is no safe connection: {e.Message}");
            }
        }

        return fault is HttpRequestException or IOException ? new FetchFailure(FetchFailureKind.Broken, $"the connection broke: {fault.Message}") : null;
    }
}
