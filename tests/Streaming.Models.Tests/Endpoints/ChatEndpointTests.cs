using Streaming.ChatServer;
using Streaming.Models.Completions;
using Streaming.Models.Endpoints;
using Streaming.Models.Generation;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Tests.Endpoints;

/// <summary>A client against a real server on this machine that has every fault there is.</summary>
public sealed class ChatEndpointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_hundred_requests_at_once_against_a_server_that_breaks_in_every_way_lose_nothing_and_ask_nothing_twice(bool stream)
    {
        await using var server = await FakeChatServer.StartAsync(Faulty);
        using var endpoint = Endpoint(server, s => s with { MaxConcurrency = 200, Stream = stream, MaxAttempts = 20, PricePerMillionInput = 2, PricePerMillionOutput = 8 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => endpoint.AskAsync(Ask($"question number {i}"))));

        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"answer to question number {i}"), answers.Select(a => a.Text));
        Assert.Equal(600, server.Answered.Count);
        Assert.All(server.Answered.Values, times => Assert.Equal(1, times));
        Assert.Equal((600, 600 * 3, 600 * 5), (endpoint.Tally.Answers, endpoint.Tally.InputTokens, endpoint.Tally.OutputTokens));
        Assert.True(server.Requests > 600, "no request was tried again");
    }

    [Fact]
    public async Task No_more_requests_are_open_at_once_than_allowed()
    {
        await using var server = await FakeChatServer.StartAsync(asked => ChatReply.Say("yes") with { Latency = TimeSpan.FromMilliseconds(5) });
        using var endpoint = Endpoint(server, s => s with { MaxConcurrency = 7 });

        await Task.WhenAll(Enumerable.Range(0, 70).Select(i => endpoint.AskAsync(Ask($"q {i}"))));

        Assert.InRange(server.MostOpen, 2, 7);
    }

    [Fact]
    public async Task When_the_server_asks_to_wait_nobody_asks_meanwhile_and_waiting_is_no_failed_try()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var server = await FakeChatServer.StartAsync(asked => asked.Index < 3 ? ChatReply.Status(429, "40") : ChatReply.Say("yes"));
        using var endpoint = Endpoint(server, s => s with { MaxAttempts = 1, MaxConcurrency = 1 }, time);

        var first = endpoint.AskAsync(Ask("one"));
        for (var round = 1; round <= 3; round++)
        {
            // On a busy machine the wait may begin only after the time was moved: then it is moved on, in steps too small to let anybody ask twice.
            await UntilAsync(() => server.Requests == round, () => time.Advance(TimeSpan.FromMilliseconds(round == 1 ? 0 : 100)));
            var other = round == 1 ? endpoint.AskAsync(Ask("two")) : Task.CompletedTask;
            await Task.Delay(20);
            time.Advance(TimeSpan.FromSeconds(39));
            await Task.Delay(20);
            Assert.Equal(round, server.Requests);
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(other, Task.Delay(50));
        }

        await UntilAsync(() => first.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(41)));
        Assert.Equal("yes", (await first).Text);
    }

    [Theory]
    [InlineData(401, "error")]
    [InlineData(404, "model_not_found")]
    [InlineData(400, "model_not_found")]
    [InlineData(429, "insufficient_quota")]
    public async Task Wrong_keys_unknown_models_and_empty_accounts_are_an_error_of_the_user_and_not_tried_again(int status, string code)
    {
        await using var server = await FakeChatServer.StartAsync(_ => ChatReply.Status(status, code: code));
        using var endpoint = Endpoint(server, s => s with { Key = new EndpointKey("sk-very-secret") });

        var fault = await Assert.ThrowsAsync<BadInputException>(() => endpoint.AskAsync(Ask("hello")));

        Assert.Contains("'test'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-very-secret", fault.ToString() + endpoint.Settings, StringComparison.Ordinal);
        Assert.Equal((1, "sk-very-secret"), (server.Requests, server.Asked.Single().Key));
    }

    [Fact]
    public async Task What_the_server_refuses_is_the_samples_matter()
    {
        await using var server = await FakeChatServer.StartAsync(asked => asked.Prompt switch
        {
            "long" => ChatReply.Status(400, code: "context_length_exceeded"),
            "filtered" => ChatReply.Say("") with { Finish = "content_filter" },
            _ => ChatReply.Say("") with { Refusal = "I will not" },
        });
        using var endpoint = Endpoint(server);

        foreach (var prompt in new[] { "long", "filtered", "refused" })
        {
            await Assert.ThrowsAsync<CompletionRefusedException>(() => endpoint.AskAsync(Ask(prompt)));
        }

        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_request_that_breaks_the_server_each_time_fails_alone_and_a_server_that_answers_nobody_stops_all()
    {
        await using var server = await FakeChatServer.StartAsync(asked => asked.Prompt == "poison" ? ChatReply.Status(500) : ChatReply.Say("yes"));
        using var endpoint = Endpoint(server, s => s with { MaxAttempts = 3 });
        var poison = endpoint.AskAsync(Ask("poison"));
        await endpoint.AskAsync(Ask("good"));
        var alone = await Assert.ThrowsAsync<CompletionFailedException>(() => poison);
        Assert.Contains("3 times: status 500: this is 500", alone.Message, StringComparison.Ordinal);

        // Alone too, as when a run is started again and nothing else is left; but not one after the other.
        using var other = Endpoint(server, s => s with { MaxAttempts = 1 });
        for (var i = 1; i < 5; i++)
        {
            await Assert.ThrowsAsync<CompletionFailedException>(() => other.AskAsync(Ask("poison")));
        }

        await Assert.ThrowsAsync<EndpointDownException>(() => other.AskAsync(Ask("poison")));
        await other.AskAsync(Ask("good"));
        await Assert.ThrowsAsync<CompletionFailedException>(() => other.AskAsync(Ask("poison")));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_down()
    {
        using var endpoint = new ChatEndpoint(Quick(new() { Address = new("http://127.0.0.1:9/v1"), Model = "test" }) with { MaxAttempts = 2 });
        var fault = await Assert.ThrowsAsync<EndpointDownException>(() => endpoint.AskAsync(Ask("hello")));
        Assert.Contains("http://127.0.0.1:9/v1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_drips_for_ever_is_given_up_and_asked_again(bool stream)
    {
        await using var server = await FakeChatServer.StartAsync(asked => ChatReply.Say("a b c d e f g h") with { Drip = TimeSpan.FromMilliseconds(asked.Attempt == 1 ? 2_000 : 0) });
        using var endpoint = Endpoint(server, s => s with { Timeout = TimeSpan.FromSeconds(1), Stream = stream });
        Assert.Equal("a b c d e f g h", (await endpoint.AskAsync(Ask("slow"))).Text);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_not_read_to_its_end()
    {
        await using var server = await FakeChatServer.StartAsync(_ => ChatReply.Say(new string('a', 100_000)));
        using var endpoint = Endpoint(server, s => s with { MaxResponseBytes = 10_000, MaxAttempts = 2 });
        await Assert.ThrowsAsync<CompletionFailedException>(() => endpoint.AskAsync(Ask("hello")));
    }

    [Fact]
    public async Task While_most_tries_break_nothing_is_sent()
    {
        var healthy = false;
        await using var server = await FakeChatServer.StartAsync(_ => healthy ? ChatReply.Say("yes") : ChatReply.Status(503));
        using var endpoint = Endpoint(server, s => s with { MaxAttempts = 1_000, MaxConcurrency = 1, BreakDuration = TimeSpan.FromMinutes(5) });
        var asking = endpoint.AskAsync(Ask("hello"));
        await UntilAsync(() => server.Requests == 10);
        healthy = true;
        await Task.Delay(300);
        Assert.Equal((10, false), (server.Requests, asking.IsCompleted));
    }

    [Fact]
    public async Task Settings_of_the_generation_are_sent_and_a_run_that_aborts_ends_its_requests()
    {
        await using var server = await FakeChatServer.StartAsync(asked => ChatReply.Say("{}") with { Latency = asked.Prompt == "wait" ? TimeSpan.FromHours(1) : TimeSpan.Zero });
        using var endpoint = Endpoint(server);
        var schema = System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement;
        await endpoint.AskAsync(Ask("hello") with
        {
            Settings = new() { MaxNewTokens = 77, Sample = true, Temperature = 0.5f, TopP = 0.9f, TopK = 20, MinP = 0.25f, StopStrings = ["END"], RepetitionPenalty = 1.5f, MinNewTokens = 3 },
            Seed = 42,
            Schema = schema,
        });
        var body = server.Asked.Single().Body;
        Assert.Equal((77, 20, 0.25, 21L, 1.5, 3), ((int)body["max_tokens"]!, (int)body["top_k"]!, (double)body["min_p"]!, (long)body["seed"]!, (double)body["repetition_penalty"]!, (int)body["min_tokens"]!));
        Assert.Equal(("END", "json_schema"), ((string?)body["stop"]![0], (string?)body["response_format"]!["type"]));

        using var abort = new CancellationTokenSource();
        var waiting = endpoint.AskAsync(Ask("wait"), abort.Token);
        await UntilAsync(() => server.Requests == 2);
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1")]
    [InlineData("https://host/v1/", "https://host/v1")]
    [InlineData("https://host/api/v3/chat/completions", "https://host/api/v3")]
    [InlineData("ftp://host", null)]
    [InlineData("host", null)]
    public void Addresses_are_read_as_people_write_them(string text, string? address) => Assert.Equal(address, EndpointAddress.Parse(text)?.AbsoluteUri);

    [Fact]
    public void A_rate_lets_as_much_through_as_it_says_and_settles_what_was_estimated()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var rate = new SpendingRate(600, time);
        Assert.Equal(TimeSpan.Zero, rate.Take(100));
        Assert.Equal(TimeSpan.FromSeconds(6), rate.Take(60));
        rate.Settle(-60);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), rate.Take(20));
        Assert.Equal(TimeSpan.Zero, new SpendingRate(0, time).Take(1_000_000));
    }

    // Each prompt meets a fault or two on its way, which one depends on its number and the try.
    private static ChatReply Faulty(ChatAsked asked)
    {
        var number = int.Parse(asked.Prompt.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var answer = ChatReply.Say($"answer to {asked.Prompt}");
        return (number % 10, asked.Attempt) switch
        {
            (1, 1) => ChatReply.Status(429, "0.05"),
            (2, 1) => ChatReply.Status(500),
            (3, 1) => new ResetReply(),
            (4, 1) => new TruncatedReply(answer.Text),
            (5, 1) => new GarbageReply(),
            (6, < 3) => ChatReply.Status(503, "0.02"),
            (7, _) => answer with { Drip = TimeSpan.FromMilliseconds(1) },
            _ => answer with { Latency = TimeSpan.FromMilliseconds(number % 7) },
        };
    }

    private static ChatEndpoint Endpoint(FakeChatServer server, Func<EndpointSettings, EndpointSettings>? change = null, TimeProvider? time = null) =>
        new((change ?? (s => s))(Quick(new() { Address = server.Address, Model = "test" })), time);

    private static EndpointSettings Quick(EndpointSettings settings) =>
        settings with { FirstDelay = TimeSpan.FromMilliseconds(5), LongestDelay = TimeSpan.FromMilliseconds(40), BreakDuration = TimeSpan.FromMilliseconds(500) };

    private static CompletionRequest Ask(string prompt) => new() { Turns = [new ChatTurn("user", prompt)], Settings = new GenerationSettings { MaxNewTokens = 50 } };

    private static async Task UntilAsync(Func<bool> met, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!met())
        {
            meanwhile?.Invoke();
            await Task.Delay(5, patience.Token);
        }
    }
}
