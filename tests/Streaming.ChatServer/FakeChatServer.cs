using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Streaming.ChatServer;

/// <summary>An OpenAI-compatible server on a port of its own; a script says what becomes of each request.</summary>
public sealed class FakeChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<ChatAsked, ChatReply> _script;
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _answered = new(StringComparer.Ordinal);
    private int _requests;
    private int _open;
    private int _mostOpen;

    private FakeChatServer(WebApplication app, Func<ChatAsked, ChatReply> script) => (_app, _script) = (app, script);

    /// <summary>Where it is.</summary>
    public Uri Address => new(_app.Urls.Single() + "/v1");

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The most requests that were open at once.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>How often each prompt was answered in full.</summary>
    public IReadOnlyDictionary<string, int> Answered => _answered;

    /// <summary>The last requests, in the order in which they came.</summary>
    public ConcurrentQueue<ChatAsked> Asked { get; } = new();

    /// <summary>Tokens of a text as the server counts them: its words.</summary>
    public static int TokensOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Starts it.</summary>
    public static async Task<FakeChatServer> StartAsync(Func<ChatAsked, ChatReply> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeChatServer(app, script);
        app.MapPost("/v1/chat/completions", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var prompt = ChatAsked.TextOf(body["messages"]!.AsArray()[^1]!);
        var key = http.Request.Headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer[7..] : null;
        var asked = new ChatAsked(prompt, _attempts.AddOrUpdate(prompt, 1, (_, n) => n + 1), Interlocked.Increment(ref _requests) - 1, body, key);
        Asked.Enqueue(asked);
        var open = Interlocked.Increment(ref _open);
        InterlockedMax(ref _mostOpen, open);
        try
        {
            await PlayAsync(http, asked, _script(asked));
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task PlayAsync(HttpContext http, ChatAsked asked, ChatReply reply)
    {
        await Task.Delay(reply.Latency, http.RequestAborted);
        var streamed = (bool?)asked.Body["stream"] == true;
        switch (reply)
        {
            case StatusReply status:
                await FailAsync(http, status);
                break;
            case ResetReply:
                http.Abort();
                break;
            case TruncatedReply cut:
                await WriteAsync(http, streamed, [.. Pieces(asked, new SayReply(cut.Text), streamed).Take(1).Select(piece => piece[..(piece.Length / 2)])], TimeSpan.Zero);
                break;
            case GarbageReply:
                await WriteAsync(http, streamed, [streamed ? "data: {\"choices\": [nonsense\n\n" : "<html>it works</html>"], TimeSpan.Zero);
                break;
            case SayReply say:
                await WriteAsync(http, streamed, Pieces(asked, say, streamed), say.Drip);
                _answered.AddOrUpdate(asked.Prompt, 1, (_, n) => n + 1);
                break;
        }
    }

    private static async Task FailAsync(HttpContext http, StatusReply status)
    {
        http.Response.StatusCode = status.Code;
        if (status.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = wait;
        }

        await http.Response.WriteAsJsonAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = $"this is {status.Code}", ["code"] = status.ErrorCode } });
    }

    private static async Task WriteAsync(HttpContext http, bool streamed, IReadOnlyList<string> pieces, TimeSpan drip)
    {
        http.Response.ContentType = streamed ? "text/event-stream" : "application/json";
        foreach (var piece in pieces)
        {
            // A slow server drips within a piece too.
            foreach (var part in drip > TimeSpan.Zero ? piece.Chunk(16).Select(chunk => new string(chunk)) : [piece])
            {
                await http.Response.WriteAsync(part, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(drip, http.RequestAborted);
            }
        }
    }

    private static IReadOnlyList<string> Pieces(ChatAsked asked, SayReply say, bool streamed)
    {
        var usage = new JsonObject { ["prompt_tokens"] = Input(asked), ["completion_tokens"] = TokensOf(say.Text), ["total_tokens"] = Input(asked) + TokensOf(say.Text) };
        if (!streamed)
        {
            var message = new JsonObject { ["role"] = "assistant", ["content"] = say.Refusal is null ? say.Text : null, ["refusal"] = say.Refusal };
            return [Envelope("chat.completion", new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = say.Finish }, usage).ToJsonString()];
        }

        var words = say.Text.Split(' ').Select((word, i) => i == 0 ? word : " " + word);
        return
        [
            .. words.Select(word => Event(Envelope("chat.completion.chunk", Delta(new JsonObject { ["role"] = "assistant", ["content"] = word }, null), null))),
            Event(Envelope("chat.completion.chunk", Delta([], say.Finish), null)),
            Event(Envelope("chat.completion.chunk", null, usage)),
            "data: [DONE]\n\n",
        ];
    }

    private static int Input(ChatAsked asked) => asked.Body["messages"]!.AsArray().Sum(turn => TokensOf(ChatAsked.TextOf(turn!)));

    private static JsonObject Delta(JsonObject delta, string? finish) => new() { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish };

    private static JsonObject Envelope(string kind, JsonObject? choice, JsonObject? usage) => new()
    {
        ["id"] = "answer-1",
        ["object"] = kind,
        ["created"] = 1,
        ["model"] = "test",
        ["choices"] = choice is null ? [] : new JsonArray(choice),
        ["usage"] = usage,
    };

    private static string Event(JsonObject json) => $"data: {json.ToJsonString()}\n\n";

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
