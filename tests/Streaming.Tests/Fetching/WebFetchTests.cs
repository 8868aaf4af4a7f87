using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Streaming.Fetching;
using Streaming.Operators;

namespace Streaming.Tests.Fetching;

/// <summary>One medium from a real server on the loopback, with every fault that servers have.</summary>
public sealed class WebFetchTests
{
    private static readonly byte[] _block = new byte[8192];

    private static HttpMediaOptions Loopback { get; } = new() { Allow = ["127.0.0.1"], AllowPrivate = true, MaxBytes = ByteSize.MiB(1), TimeoutMs = 20_000 };

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    [InlineData(1 << 20)]
    public async Task A_medium_comes_as_it_is(int length)
    {
        var sent = new byte[length];
        new Random(length).NextBytes(sent);
        await using var server = await WebServer.StartAsync((http, _) => http.Response.Body.WriteAsync(sent).AsTask());
        long held = 0;
        using var web = new WebFetch(Loopback, TimeProvider.System);
        Assert.Equal(sent, await web.FetchAsync(server.Of("/a.png"), by => held += by, default));
        Assert.Equal(length, held);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(204)]
    [InlineData(206)]
    public async Task What_is_not_there_is_not_asked_for_again(int status)
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var failure = await FailAsync(server.Of("/a.png"));
        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(503, "0")]
    [InlineData(503, "1")]
    [InlineData(429, "1")]
    [InlineData(429, null)]
    [InlineData(408, null)]
    public async Task What_broke_is_tried_again(int status, string? after)
    {
        await using var server = await WebServer.StartAsync((http, number) =>
        {
            http.Response.StatusCode = number == 1 ? status : 200;
            if (number == 1 && after is not null)
            {
                http.Response.Headers.RetryAfter = after;
            }

            return http.Response.WriteAsync("fine");
        });
        Assert.Equal("fine"u8.ToArray(), await FetchAsync(server.Of("/a.png")));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task What_goes_on_breaking_is_given_up()
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        Assert.Contains("500", (await FailAsync(server.Of("/a.png"), Loopback with { Retries = 2 })).Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_long_is_not_waited_for()
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "3600");
            return Task.CompletedTask;
        });
        await FailAsync(server.Of("/a.png")).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_endless_body_is_cut_at_the_limit()
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            while (true)
            {
                await http.Response.Body.WriteAsync(_block, http.RequestAborted);
            }
        });
        long held = 0, most = 0;
        using var web = new WebFetch(Loopback, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<FetchFailure>(() => web.FetchAsync(server.Of("/a.png"), by => most = Math.Max(most, held += by), default));
        Assert.Contains("max_bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (held, server.Requests));
        Assert.InRange(most, 1 << 19, (1 << 20) + 1);
        await server.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_not_read()
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            http.Response.ContentLength = 1L << 40;
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        Assert.Contains("max_bytes", (await FailAsync(server.Of("/a.png")).WaitAsync(TimeSpan.FromSeconds(5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_shorter_than_it_says_is_broken_and_not_half_a_medium()
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            http.Response.ContentLength = 100_000;
            await http.Response.Body.WriteAsync(_block);
            http.Abort();
        });
        Assert.Contains("the connection broke", (await FailAsync(server.Of("/a.png"), Loopback with { Retries = 1 })).Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task An_empty_body_is_no_medium()
    {
        await using var server = await WebServer.StartAsync((_, _) => Task.CompletedTask);
        Assert.Contains("empty", (await FailAsync(server.Of("/a.png"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_drip_or_silence_ends_with_the_time_of_all_tries(bool drips)
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await Task.Delay(20, http.RequestAborted);
                if (drips)
                {
                    await http.Response.Body.WriteAsync(new byte[1], http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                }
            }
        });
        var clock = Stopwatch.StartNew();
        Assert.Contains("timeout_ms", (await FailAsync(server.Of("/a.png"), Loopback with { TimeoutMs = 500 })).Message, StringComparison.Ordinal);
        Assert.InRange(clock.ElapsedMilliseconds, 400, 5_000);
        await server.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Giving_up_ends_within_a_second()
    {
        await using var server = await WebServer.StartAsync((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var abort = new CancellationTokenSource();
        using var web = new WebFetch(Loopback with { TimeoutMs = 600_000 }, TimeProvider.System);
        var fetch = web.FetchAsync(server.Of("/a.png"), _ => { }, abort.Token);
        await server.Reached.Task;
        var clock = Stopwatch.StartNew();
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1_000);
    }

    [Fact]
    public async Task A_packed_body_is_refused()
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            Assert.Equal("identity", http.Request.Headers.AcceptEncoding);
            http.Response.Headers.ContentEncoding = "gzip";
            return http.Response.WriteAsync("bomb");
        });
        Assert.Contains("gzip", (await FailAsync(server.Of("/a.png"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noai", false)]
    [InlineData("nofollow, NoImageAI", false)]
    [InlineData("some-bot: noindex", false)]
    [InlineData("nofollow", true)]
    public async Task What_its_server_forbids_is_not_taken(string tag, bool taken)
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.Headers["X-Robots-Tag"] = tag;
            return http.Response.WriteAsync("fine");
        });
        Assert.Equal(taken, await Record.ExceptionAsync(() => FetchAsync(server.Of("/a.png"))) is null);
        await FetchAsync(server.Of("/a.png"), Loopback with { RobotsTags = [] });
    }

    [Fact]
    public async Task Nothing_is_told_to_strangers()
    {
        var seen = new List<string>();
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            lock (seen)
            {
                seen.AddRange(http.Request.Headers.Keys);
            }

            http.Response.Cookies.Append("id", "1");
            return http.Response.WriteAsync("fine");
        });
        using var activity = new Activity("a run").Start();
        using var web = new WebFetch(Loopback, TimeProvider.System);
        await web.FetchAsync(server.Of("/a.png"), _ => { }, default);
        await web.FetchAsync(server.Of("/a.png"), _ => { }, default);
        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], seen.Distinct().Order());
    }

    [Fact]
    public async Task A_host_is_asked_for_no_more_at_once_than_it_may_be()
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            await Task.Delay(20, http.RequestAborted);
            await http.Response.WriteAsync("fine");
        });
        using var web = new WebFetch(Loopback with { PerHost = 3, Concurrency = 16 }, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => web.FetchAsync(server.Of($"/{i}"), _ => { }, default)));
        Assert.Equal((3, 30), (server.MostOpen, server.Requests));
    }

    [Fact]
    public async Task A_host_that_breaks_each_time_is_left_alone()
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        using var web = new WebFetch(Loopback with { Retries = 0 }, TimeProvider.System);
        for (var i = 0; i < 30; i++)
        {
            await Assert.ThrowsAsync<FetchFailure>(() => web.FetchAsync(server.Of("/a.png"), _ => { }, default));
        }

        Assert.Equal(10, server.Requests);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_failure_too()
    {
        var server = await WebServer.EchoAsync();
        var address = server.Of("/a.png");
        await server.DisposeAsync();
        Assert.Equal(FetchFailureKind.Broken, (await FailAsync(address, Loopback with { Retries = 1 })).Kind);
    }

    [Fact]
    public void Hosts_are_kept_in_a_bounded_number()
    {
        var lines = new HostLines(2, TimeProvider.System);
        var used = lines.Enter("used.example.org");
        for (var i = 0; i < 3 * HostLines.MostKept; i++)
        {
            lines.Leave(lines.Enter($"{i}.example.org"));
            Assert.InRange(lines.Count, 1, HostLines.MostKept);
        }

        Assert.Same(used, lines.Enter("USED.example.org"));
    }

    private static async Task<byte[]> FetchAsync(Uri address, HttpMediaOptions? options = null)
    {
        using var web = new WebFetch(options ?? Loopback, TimeProvider.System);
        return await web.FetchAsync(address, _ => { }, default);
    }

    private static Task<FetchFailure> FailAsync(Uri address, HttpMediaOptions? options = null) => Assert.ThrowsAsync<FetchFailure>(() => FetchAsync(address, options));
}
