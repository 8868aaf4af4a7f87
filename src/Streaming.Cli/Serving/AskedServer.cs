using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Feed;

namespace Streaming.Cli.Serving;

/// <summary>A server of a run or of tables, as it answers over HTTP.</summary>
internal sealed class AskedServer : IDisposable
{
    // A run of a thousand operators and as many splits fits many times.
    private const long LargestAnswer = 16 << 20;

    private readonly HttpClient _client;

    /// <exception cref="BadInputException">The address is none.</exception>
    public AskedServer(string address, string? token)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new BadInputException($"'{address}' is no address such as http://127.0.0.1:8080.");
        }

        _client = new() { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = LargestAnswer };
        if (!string.IsNullOrEmpty(token))
        {
            _client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }
    }

    /// <summary>How the run stands, with the streams that are open; of a server without a run, the streams alone.</summary>
    /// <exception cref="BadInputException">Nobody answers there, or asks for another token.</exception>
    public async Task<JsonObject> AskAsync(CancellationToken abort)
    {
        var run = await GetAsync("/v1/run", abort) ?? [];
        _ = run.Remove("plan");
        if (await GetAsync("/v1/streams", abort) is { } streams)
        {
            run["streams"] = streams["streams"]?.DeepClone();
        }

        return run;
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonObject?> GetAsync(string path, CancellationToken abort)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), abort);
            return answer.StatusCode switch
            {
                HttpStatusCode.NotFound => null,
                HttpStatusCode.Unauthorized => throw new BadInputException($"{_client.BaseAddress} asks for a token: {FeedOptions.TokenVariable} has to hold it."),
                HttpStatusCode.OK => await answer.Content.ReadFromJsonAsync<JsonObject>(abort),
                _ => throw new BadInputException($"{_client.BaseAddress} answers {(int)answer.StatusCode} to {path}."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new BadInputException($"{_client.BaseAddress} gives no answer that can be read: {e.Message}", e);
        }
    }
}
