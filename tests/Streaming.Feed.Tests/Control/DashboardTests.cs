using Streaming.Samples;
using static Streaming.Testing.TestTopology;

namespace Streaming.Feed.Tests.Control;

/// <summary>The page that people look at, in a real browser where there is one. With STREAMING_TEST_PICTURES a folder, pictures of it are left there for eyes.</summary>
public sealed class DashboardTests
{
    private const string Hostile = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";

    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/dashboard.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/dashboard.js", "text/javascript")]
    [InlineData("/words.js", "text/javascript")]
    [InlineData("/chart.js", "text/javascript")]
    [InlineData("/flow.js", "text/javascript")]
    [InlineData("/examples.js", "text/javascript")]
    [InlineData("/whatif.js", "text/javascript")]
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
        await using var browser = await BrowserAsync();
        await using var served = await ServedTopology.StartAsync();
        var report = await served.RunAsync(2);
        served.Live.End(report with { Status = Telemetry.RunStatus.Failed, Error = new("operator_fault", Hostile, null, null, null, null) });
        await browser.GoAsync(served.Server.Http);

        await browser.UntilAsync("document.querySelector('#epochs td')");
        Assert.Equal("test · Streaming", (string?)await browser.EvaluateAsync("document.title"));
        Assert.Equal("failed: " + Hostile, (string?)await browser.EvaluateAsync("document.querySelector('#status').textContent"));
        Assert.Equal("0.test_range 200 200 100.0 %", (string?)await browser.EvaluateAsync("[...document.querySelectorAll('#funnel td')].slice(0, 4).map(c => c.textContent).join(' ')"));
        Assert.Equal("x 1 1", (string?)await browser.EvaluateAsync("[...document.querySelectorAll('#mix td')].slice(0, 3).map(c => c.textContent).join(' ')"));
        Assert.Equal("2 100 100", (string?)await browser.EvaluateAsync("[...document.querySelectorAll('#epochs td')].slice(0, 3).map(c => c.textContent).join(' ')"));
        Assert.True((bool)(await browser.EvaluateAsync("document.querySelector('#weights polyline') !== null"))!);
        Assert.Contains("test_range", (string)(await browser.EvaluateAsync("document.querySelector('#flow').textContent"))!, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [SkippableTheory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task By_keys_alone_samples_are_looked_at_and_a_range_is_tried_and_put_into_force(int width, bool dark)
    {
        await using var browser = await BrowserAsync(width, dark);
        await using var served = await ServedTopology.StartAsync(parquet: true, steps:
        [
            Map(s => { s.Images = [new Media(Pixel, null)]; return s.Lineage.Position % 50 == 49 ? throw new InvalidDataException(Hostile) : $"{s.Text} {Hostile}"; }),
            Within(s => s.Lineage.Position % 10, 4, 9),
        ]);
        await served.RunAsync(3);
        await browser.GoAsync(served.Server.Http);
        await browser.UntilAsync("document.querySelector('#thresholds button') && document.querySelector('#letters td')");
        await PictureAsync(browser, $"page-{width}.png");

        await PressOnAsync(browser, "#funnel tr:nth-child(2) button");
        await browser.UntilAsync("document.querySelector('#examples').open && document.querySelector('#samples img')?.naturalWidth === 1");
        await PressOnAsync(browser, "[data-outcome=rejected]");
        await browser.UntilAsync("document.querySelector('#samples .why')?.textContent.includes('is not in [4, 9]')");
        Assert.Contains(Hostile, (string)(await browser.EvaluateAsync("document.querySelector('#samples pre').textContent"))!, StringComparison.Ordinal);
        await PictureAsync(browser, $"examples-{width}.png");
        await browser.PressAsync("Escape");
        await browser.UntilAsync("!document.querySelector('#examples').open");

        await PressOnAsync(browser, "#thresholds button");
        await browser.UntilAsync("document.querySelector('#whatif').open && document.querySelector('#effect').textContent.startsWith('keeps 5')");
        await browser.EvaluateAsync("document.querySelector('#min').select(), document.querySelector('#min').focus()");
        await browser.TypeAsync("7");
        await browser.UntilAsync("document.querySelector('#effect').textContent.startsWith('keeps 2')");
        await PictureAsync(browser, $"whatif-{width}.png");
        await PressOnAsync(browser, "#apply");
        await browser.UntilAsync("document.querySelector('#effect').textContent.startsWith('Wanted')");
        Assert.Equal(7, served.Plan.Control.Thresholds.Status[0].Wanted!.Value.Min);
        Assert.Equal("test · Streaming", (string?)await browser.EvaluateAsync("document.title"));
        Assert.Empty(browser.Complaints);
        Assert.True((bool)(await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!, "The page is wider than the window.");
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_stand_out_from_their_ground_in_light_and_in_dark(bool dark)
    {
        await using var browser = await BrowserAsync(dark: dark);
        await using var served = await ServedTopology.StartAsync();
        await served.RunAsync(1);
        await browser.GoAsync(served.Server.Http);
        await browser.UntilAsync("document.querySelector('#funnel button')");

        // WCAG 2.2, 1.4.3: 4.5 to 1 between the relative luminances of words and ground.
        var least = (double)(await browser.EvaluateAsync("""
            (() => {
              const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m.slice(0, 3); };
              const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const ground = e => e ? parse(getComputedStyle(e).backgroundColor) ?? ground(e.parentElement) : [255, 255, 255];
              const all = [...document.querySelectorAll('body *')].filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
              return Math.min(...all.map(e => { const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
            })()
            """))!;
        Assert.InRange(least, 4.5, 21);
    }

    [SkippableFact]
    public async Task A_browser_comes_in_with_the_token_that_it_is_asked_for()
    {
        await using var browser = await BrowserAsync();
        await using var served = await ServedTopology.StartAsync(token: "correct horse");
        await served.RunAsync(1);
        await browser.GoAsync(served.Server.Http);
        await browser.UntilAsync("document.activeElement?.id === 'token'");
        await PictureAsync(browser, "door.png");
        await browser.TypeAsync("correct horse");
        await browser.PressAsync("Enter");
        await browser.UntilAsync("document.querySelector('#funnel button')?.textContent === '0.test_range'");
        Assert.Equal(("/", ""), ((string?)await browser.EvaluateAsync("location.pathname + location.search"), (string?)await browser.EvaluateAsync("document.cookie")));
    }

    private static async Task<RealBrowser> BrowserAsync(int width = 1280, bool dark = false)
    {
        Skip.If(RealBrowser.Path is null, "No Chromium here (Debian's package chromium).");
        return await RealBrowser.StartAsync(width, 900, dark);
    }

    // As who has no mouse: what is to be pressed can have the focus, and Enter presses it.
    private static async Task PressOnAsync(RealBrowser browser, string selector)
    {
        Assert.True((bool)(await browser.EvaluateAsync($"(e => (e.focus(), e === document.activeElement))(document.querySelector('{selector}'))"))!, $"{selector} takes no focus.");
        await browser.PressAsync("Enter");
    }

    private static async Task PictureAsync(RealBrowser browser, string name)
    {
        if (Environment.GetEnvironmentVariable("STREAMING_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await browser.PictureAsync(Path.Combine(folder, name));
        }
    }
}
