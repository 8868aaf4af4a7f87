using System.Net;
using Microsoft.AspNetCore.Http;
using Streaming.Fetching;

namespace Streaming.Tests.Fetching;

/// <summary>Redirects are followed by hand, and each is checked as the first address was.</summary>
public sealed class RedirectTests
{
    private static HttpMediaOptions Loopback { get; } = new() { Allow = ["127.0.0.1"], AllowPrivate = true, Retries = 0 };

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_few_are_followed(int status)
    {
        await using var server = await LeadingAsync(status, http => $"/{int.Parse(http.Request.Path.Value![1..]) - 1}");
        Assert.Equal("/0"u8.ToArray(), await FetchAsync(server.Of("/3"), Loopback));
        Assert.Contains("redirected more than 3 times", (await Assert.ThrowsAsync<FetchFailure>(() => FetchAsync(server.Of("/4"), Loopback))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_ends()
    {
        await using var server = await LeadingAsync(302, http => http.Request.Path);
        await Assert.ThrowsAsync<FetchFailure>(() => FetchAsync(server.Of("/round"), Loopback));
        Assert.Equal(4, server.Requests);
    }

    [Theory]
    [InlineData("http://localhost:{0}/0", "media.http.allow")]
    [InlineData("http://169.254.169.254/latest/meta-data", "media.http.allow")]
    [InlineData("http://user:secret@127.0.0.1:{0}/0", "user or password")]
    [InlineData("file:///etc/passwd", "no address of the web")]
    [InlineData("gopher://127.0.0.1:{0}/0", "no address of the web")]
    [InlineData("http://", "no address of the web")]
    public async Task One_to_where_nobody_may_go_is_refused(string to, string why)
    {
        await using var server = await LeadingAsync(302, http => string.Format(System.Globalization.CultureInfo.InvariantCulture, to, http.Request.Host.Port));
        var failure = await Assert.ThrowsAsync<FetchFailure>(() => FetchAsync(server.Of("/1"), Loopback));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    // The server stands in for one on the open internet: its address alone may be connected to.
    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("inside.example.org")]
    public async Task One_to_an_address_inside_is_refused_whatever_its_name(string host)
    {
        await using var server = await LeadingAsync(302, http => $"http://{host}:{http.Request.Host.Port}/0");
        using var web = new WebFetch(Loopback with { Allow = ["*"], AllowPrivate = false }, TimeProvider.System,
            (name, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(name == "outside.example.org" ? "127.0.0.1" : "127.0.0.3")]), address => address.Equals(IPAddress.Loopback));
        var failure = await Assert.ThrowsAsync<FetchFailure>(() => web.FetchAsync(new($"http://outside.example.org:{server.Address.Port}/1"), _ => { }, default));
        Assert.Contains("not on the open internet", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task The_loopback_is_refused_where_nothing_allows_it()
    {
        await using var server = await WebServer.EchoAsync();
        Assert.Contains("127.0.0.1", (await Assert.ThrowsAsync<FetchFailure>(() => FetchAsync(server.Of("/1"), Loopback with { AllowPrivate = false }))).Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    private static Task<WebServer> LeadingAsync(int status, Func<HttpContext, string> to) => WebServer.StartAsync((http, _) =>
    {
        if (http.Request.Path == "/0")
        {
            return http.Response.WriteAsync(http.Request.Path);
        }

        (http.Response.StatusCode, http.Response.Headers.Location) = (status, to(http));
        return Task.CompletedTask;
    });

    private static async Task<byte[]> FetchAsync(Uri address, HttpMediaOptions options)
    {
        using var web = new WebFetch(options, TimeProvider.System);
        return await web.FetchAsync(address, _ => { }, default);
    }
}
