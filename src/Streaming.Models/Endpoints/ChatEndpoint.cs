using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Streaming.Models.Completions;
using Streaming.Operators;

namespace Streaming.Models.Endpoints;

/// <summary>
/// A model behind an OpenAI-compatible endpoint: asked within its limits, patiently, and never again for what it has answered. May be used from any thread.
/// </summary>
public sealed class ChatEndpoint : IDisposable
{
    private static readonly TimeSpan _probeTime = TimeSpan.FromSeconds(10);

    private const int MostGivenUp = 5;

    private readonly EndpointSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly IChatClient _client;
    private readonly SemaphoreSlim _slots;
    private readonly SpendingRate _requests;
    private readonly SpendingRate _tokens;
    private readonly EndpointRest _rest;
    private readonly ResiliencePipeline<Completion> _retries;
    private readonly ResiliencePipeline<Completion> _try;
    private int _givenUp;

    /// <summary>Connects nothing yet.</summary>
    public ChatEndpoint(EndpointSettings settings, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _time) = (settings, time ?? TimeProvider.System);

        // A redirect would carry the key to who knows whom.
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = System.Net.DecompressionMethods.All };
        _http = new HttpClient(new BoundedAnswers(sockets, settings.MaxResponseBytes)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _client = new OpenAIClient(new ApiKeyCredential(settings.Key?.Value ?? "none"), new OpenAIClientOptions
        {
            Endpoint = settings.Address,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = System.Threading.Timeout.InfiniteTimeSpan,
        }).GetChatClient(settings.Model).AsIChatClient();
        _slots = new SemaphoreSlim(settings.MaxConcurrency);
        _requests = new SpendingRate(settings.RequestsPerMinute, _time);
        _tokens = new SpendingRate(settings.TokensPerMinute, _time);
        _rest = new EndpointRest(_time);
        (_retries, _try) = (EndpointPipelines.Retries(settings, _time), EndpointPipelines.Try(settings, _time));
    }

    /// <summary>What is asked.</summary>
    public EndpointSettings Settings => _settings;

    internal EndpointTally Tally { get; } = new();

    private bool IsOpenAi => _settings.Address.Host.EndsWith("openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks, and tries again until there is an answer or it is clear that there will be none.</summary>
    /// <exception cref="CompletionRefusedException">The endpoint will not answer this request.</exception>
    /// <exception cref="CompletionFailedException">The endpoint broke at this request each time, and is well otherwise.</exception>
    /// <exception cref="EndpointDownException">The endpoint answered nobody.</exception>
    /// <exception cref="BadInputException">The endpoint, the model or the key are wrong.</exception>
    public async Task<Completion> AskAsync(CompletionRequest request, CancellationToken abort = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var patience = new Patience(_settings, _time, Tally.Answers);
        try
        {
            return await _retries.ExecuteAsync(static (s, token) => new ValueTask<Completion>(s.Endpoint.TryAsync(s.Request, s.Patience, token)), (Endpoint: this, Request: request, Patience: patience), abort);
        }
        catch (EndpointFailure failure)
        {
            throw failure.Kind switch
            {
                FailureKind.Unusable => BadEndpoint.Because(_settings, failure),
                FailureKind.Refused => new CompletionRefusedException($"The endpoint refused: {failure.Message}", failure),
                _ when await IsUpAsync(patience, abort) => new CompletionFailedException($"The endpoint failed at this request {patience.Breaks} times: {failure.Message}", failure),
                _ => new EndpointDownException($"The endpoint {_settings.Address} gave no answer within {patience.Breaks} tries: {failure.Message}. The same command goes on where this run ended.", failure),
            };
        }
    }

    /// <summary>Looks whether anything answers at the address, and whether it takes the key, so that this is known before the first sample. Costs nothing.</summary>
    /// <returns>Whether it answered; false where it took too long.</returns>
    /// <exception cref="BadInputException">Nothing answers, or the key is not taken.</exception>
    public async Task<bool> ProbeAsync(CancellationToken abort = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(abort);
        patience.CancelAfter(_probeTime);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_settings.Address.AbsoluteUri.TrimEnd('/')}/models");
        if (_settings.Key is { } key)
        {
            request.Headers.Authorization = new("Bearer", key.Value);
        }

        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);

            // Not every server lists its models: other errors say nothing.
            if (answer.StatusCode is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden)
            {
                throw BadEndpoint.Because(_settings, new EndpointFailure(FailureKind.Unusable, $"status {(int)answer.StatusCode}"));
            }

            return true;
        }
        catch (HttpRequestException e) when (e.HttpRequestError is not HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new BadInputException($"Nothing answers at the endpoint {_settings.Address}: {e.Message} Start the server, or correct endpoint.", e);
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            // Busy, perhaps.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _slots.Dispose();
    }

    // A request may break a server that is well, also when nobody else asks for anything. When several in a row are given up it is not the requests.
    private async ValueTask<bool> IsUpAsync(Patience patience, CancellationToken abort)
    {
        var inARow = Interlocked.Increment(ref _givenUp);
        if (Tally.Answers > patience.AnswersBefore)
        {
            return true;
        }

        try
        {
            return inARow < MostGivenUp && await ProbeAsync(abort);
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    // Waits with a slot in hand: it is the slot that bounds what goes to the server at once, and nobody else could use it meanwhile.
    private async Task<Completion> TryAsync(CompletionRequest request, Patience patience, CancellationToken abort)
    {
        await _slots.WaitAsync(abort);
        try
        {
            await _rest.WaitAsync(abort);
            var estimate = ChatWire.Estimate(request);
            var wait = Longer(_requests.Take(1), _tokens.Take(estimate));
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, abort);
            }

            var completion = await _try.ExecuteAsync(static (s, token) => new ValueTask<Completion>(s.Endpoint.SendAsync(s.Request, token)), (Endpoint: this, Request: request), abort);
            _tokens.Settle(completion.InputTokens + completion.OutputTokens - estimate);
            return completion;
        }
        catch (Exception e) when (!abort.IsCancellationRequested && FailureOf(e) is { } failure)
        {
            failure.IsRetried = patience.Allows(failure);
            if (failure is { Kind: FailureKind.Busy, RetryAfter: { } rest })
            {
                _rest.For(rest);
            }

            throw failure;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Completion> SendAsync(CompletionRequest request, CancellationToken abort)
    {
        Tally.Sent();
        try
        {
            var options = ChatWire.Options(request, IsOpenAi);
            var response = _settings.Stream
                ? await _client.GetStreamingResponseAsync(ChatWire.Messages(request), options, abort).ToChatResponseAsync(abort)
                : await _client.GetResponseAsync(ChatWire.Messages(request), options, abort);
            var completion = ChatWire.Read(response, needsEnd: _settings.Stream);
            Tally.Answered(completion);
            Interlocked.Exchange(ref _givenUp, 0);
            return completion;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw FailureReading.Read(e, _time.GetUtcNow());
        }
    }

    private EndpointFailure? FailureOf(Exception fault) => fault switch
    {
        EndpointFailure known => known,
        TimeoutRejectedException => new EndpointFailure(FailureKind.Broken, $"no answer within {_settings.Timeout.TotalSeconds:0.#} seconds", null, fault),
        BrokenCircuitException broken => new EndpointFailure(FailureKind.Busy, "too many tries broke; the endpoint is left alone for a while", broken.RetryAfter ?? _settings.BreakDuration, fault),
        OperationCanceledException => new EndpointFailure(FailureKind.Broken, "the connection was given up", null, fault),
        _ => null,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
