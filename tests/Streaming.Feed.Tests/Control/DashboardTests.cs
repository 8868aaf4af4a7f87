using System.Diagnostics;

namespace Streaming.Feed.Tests.Control;

/// <summary>The page that people look at, in a real browser where there is one.</summary>
public sealed class DashboardTests
{
    private const string Hostile = "<img src=x onerror=\"document.title='hacked'\">";

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/dashboard.css", "text/css")]
    [InlineData("/dashboard.js", "text/javascript")]
    public async Task Its_files_allow_nothing_but_themselves(string path, string type)
    {
        await using var served = await ServedTopology.StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(served.Server.Http, path));
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain("http", (await answer.Content.ReadAsStringAsync()).Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_browser_shows_the_run_and_what_is_hostile_as_text()
    {
        var browser = Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
        Skip.If(browser is null, "No Chromium here (Debian's package chromium).");
        await using var served = await ServedTopology.StartAsync();
        var report = await served.RunAsync(2);
        served.Live.End(report with { Status = Telemetry.RunStatus.Failed, Error = new("operator_fault", Hostile, null, null, null, null) });
        var dom = await DomAsync(browser!, served.Server.Http);

        Assert.Contains("<h1 id=\"pipeline\">test</h1>", dom, StringComparison.Ordinal);
        Assert.Contains("<td>0.test_range</td><td>200</td><td>200</td><td>100.0 %</td>", dom, StringComparison.Ordinal);
        Assert.Contains("<td>x</td><td>1</td><td>1</td>", dom, StringComparison.Ordinal);
        Assert.Contains("failed: &lt;img src=x onerror=", dom, StringComparison.Ordinal);
        Assert.Contains("<title>test · Streaming</title>", dom, StringComparison.Ordinal);
    }

    // The page as it stands once it has been loaded and has asked for what it shows.
    private static async Task<string> DomAsync(string browser, Uri page)
    {
        var profile = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        try
        {
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", page.AbsoluteUri,
            ];
            using var process = Process.Start(new ProcessStartInfo(browser, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var dom = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
            await process.WaitForExitAsync();
            Assert.True(dom.Length > 0, await errors);
            return dom;
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
