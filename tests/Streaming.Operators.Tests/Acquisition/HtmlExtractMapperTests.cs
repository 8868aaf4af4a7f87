using Streaming.Operators.Acquisition;

namespace Streaming.Operators.Tests.Acquisition;

public sealed class HtmlExtractMapperTests
{
    private const string Long = "The harbour was quiet at dawn, and the fishing boats rocked gently against the stone quay while gulls cried.";

    private const string Page = $"""
        <!doctype html><html lang="en-GB"><head><title> The  harbour </title><base href="/docs/">
        <meta name="robots" content="noai, noindex"><meta name="tdm-reservation" content="1"><link rel="license" href="/cc-by">
        <style>p {"{ }"}</style><script>var x = "{Long}";</script></head>
        <body><nav><a href="/a">Home</a> <a href="/b">News</a></nav>
        <div class="side-menu menu"><p>{Long}</p></div>
        <h1>At dawn</h1><p>{Long}</p><figure><img src="quay.png" alt="The quay"></figure><p>It is <b>short</b>&nbsp;here.</p>
        <ul><li>boats</li><li>gulls</li></ul><pre>code {"{"}
          line
        </pre><p>{Long} <img src="data:image/png;base64,AAAA" data-src="/lazy.png" alt=""></p>
        <p><a href="/x">More</a> <a href="/y#z">of this</a> <a href="javascript:f()">no</a></p>
        <footer><p>{Long}</p></footer></body></html>
        """;

    [Fact]
    public async Task The_main_text_stays_with_its_images_in_order()
    {
        var sample = await ExtractAsync(Page);

        Assert.Equal($"At dawn\n\n{Long}\n\n<__dj__image>\n\nIt is short here.\n\n- boats\n- gulls\n\ncode {{\n  line\n\n{Long} <__dj__image>".ReplaceLineEndings("\n"), sample.Text.ReplaceLineEndings("\n"));
        Assert.Equal(["http://a.example/docs/quay.png", "http://a.example/lazy.png"], sample.Images.Select(i => i.Path));
        Assert.Equal(["The quay", ""], (object?[])sample.Meta["image_alts"]!);
    }

    [Fact]
    public async Task Hints_and_links_become_columns()
    {
        var sample = await ExtractAsync(Page, new("x-robots-tag", "noarchive"), new("tdm-policy", "https://a.example/policy"));

        Assert.Equal(("The harbour", "en-GB"), (sample.Meta["title"], sample.Meta["html_lang"]));
        Assert.Equal(["http://a.example/a", "http://a.example/b", "http://a.example/x", "http://a.example/y#z"], (object?[])sample.Meta["links"]!);
        Assert.Equal(("noai, noindex, noarchive", "http://a.example/cc-by"), (sample.Meta["robots"], sample.Meta["license"]));
        Assert.Equal(("1", "https://a.example/policy"), (sample.Meta["tdm_reservation"], sample.Meta["tdm_policy"]));
    }

    [Fact]
    public async Task HTTP_fields_stand_in_where_the_page_says_nothing()
    {
        var sample = await ExtractAsync("<h2>Only</h2><p>x", new("content-language", "de"), new("link", "</style.css>; rel=stylesheet, </l>; rel=\"license\""), new("tdm-reservation", "0"));

        Assert.Equal(("de", "http://a.example/l", "0", "Only"), (sample.Meta["html_lang"], sample.Meta["license"], sample.Meta["tdm_reservation"], sample.Meta["title"]));
    }

    [Fact]
    public async Task A_part_that_the_page_calls_main_is_believed() =>
        Assert.Equal($"{Long}\n\nshort", (await ExtractAsync($"<p>{Long} outside</p><main><p>{Long}</p><p>short</p></main><p>{Long}</p>")).Text);

    [Fact]
    public async Task A_page_of_short_blocks_keeps_what_is_no_link() =>
        Assert.Equal("one\n\ntwo", (await ExtractAsync("<p>one</p><p><a href=x>link</a></p><p>two</p>")).Text);

    [Fact]
    public async Task What_is_no_html_stays()
    {
        var sample = Some.Sample("a <b> c");
        sample.Meta["media_type"] = "text/plain";
        await using var driver = await OperatorDriver.OpenAsync(new HtmlExtractMapper(new()));
        await driver.ApplyAsync([sample]);

        Assert.Equal(["a <b> c"], driver.Texts);
    }

    [Fact]
    public async Task A_token_that_the_page_itself_writes_is_no_image()
    {
        var sample = await ExtractAsync($"<p>{Long} &lt;__dj__image&gt; <img src=a.png></p>");

        Assert.Equal(sample.Images.Count, sample.Text.Split("<__dj__image>").Length - 1);
    }

    private static async Task<Sample> ExtractAsync(string html, params KeyValuePair<object, object?>[] http)
    {
        var sample = Some.Sample(html);
        sample.Meta["url"] = "http://a.example/p/index.html";
        sample.Meta["media_type"] = "text/html";
        sample.Meta["http_headers"] = http;
        await using var driver = await OperatorDriver.OpenAsync(new HtmlExtractMapper(new()));
        await driver.ApplyAsync([sample]);
        Assert.Empty(driver.DeadLetters);
        return driver.Out[0];
    }
}
