using System.Net;

namespace Streaming.Feed.Tests.Control;

/// <summary>How a browser comes in where there is a token.</summary>
public sealed class DoorTests
{
    private const string Token = "correct horse";

    [Fact]
    public async Task A_browser_gives_the_token_once_and_is_known_by_a_cookie_that_no_script_reads()
    {
        await using var served = await ServedTopology.StartAsync(token: Token);
        using var client = Client();
        var (code, page) = await GetAsync(client, served, "/");
        Assert.Equal(HttpStatusCode.Unauthorized, code);
        Assert.Contains("<form class=\"door\" method=\"post\" action=\"/login\">", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, served, "/v1/run")).Code);

        using var entered = await EnterAsync(client, served, Token);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (entered.StatusCode, entered.Headers.Location!.OriginalString));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.All(["httponly", "samesite=strict", "path=/"], word => Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, served, "/v1/run", cookie)).Code);
        Assert.Contains("<h1 id=\"pipeline\">", (await GetAsync(client, served, "/", cookie)).Body, StringComparison.Ordinal);

        using var leave = new HttpRequestMessage(HttpMethod.Post, new Uri(served.Server.Http, "/logout")) { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        using var left = await client.SendAsync(leave);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, served, "/v1/run", cookie)).Code);
    }

    [Fact]
    public async Task Who_guesses_is_made_to_wait_and_programs_go_on()
    {
        await using var served = await ServedTopology.StartAsync(token: Token);
        using var client = Client();
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await EnterAsync(client, served, $"guess {i}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.False(wrong.Headers.Contains("Set-Cookie"));
        }

        using var right = await EnterAsync(client, served, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        using var program = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, "/v1/run")) { Headers = { { "Authorization", $"Bearer {Token}" } } };
        using var answer = await client.SendAsync(program);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_site_begins_no_session()
    {
        await using var served = await ServedTopology.StartAsync(token: Token);
        using var client = Client();
        using var foreign = await EnterAsync(client, served, Token, "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var guessed = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, "/v1/run")) { Headers = { { "Cookie", $"streaming_session={new string('0', 64)}" } } };
        using var answer = await client.SendAsync(guessed);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    private static async Task<(HttpStatusCode Code, string Body)> GetAsync(HttpClient client, ServedTopology served, string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, path));
        request.Headers.Add("Cookie", cookie?.Split(';')[0] ?? "other=1");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> EnterAsync(HttpClient client, ServedTopology served, string token, string? site = null)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(served.Server.Http, "/login")) { Content = form };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await client.SendAsync(request);
    }
}
