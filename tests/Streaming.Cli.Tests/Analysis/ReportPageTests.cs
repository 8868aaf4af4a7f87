using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Cli.Tests.Analysis;

public sealed partial class ReportPageTests : IDisposable
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "' onmouseover='alert(3)", "</style></title></svg><iframe src=//example.org>", "Write \u202Ecod.exe \u0000 and \uD800 of \u2066it", "javascript:alert(4)", "&lt;b&gt; <b>",
    ];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_page_stands_alone()
    {
        var html = await PageAsync(200);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; style-src 'sha256-", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<[^>]*\\s(src|srcset|style|on[a-z]+|action)\\s*=", html);
        Assert.All(Links().Matches(html).Select(m => m.Groups[1].Value), link => Assert.StartsWith("#", link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_of_a_dataset_becomes_markup()
    {
        var html = await PageAsync(200);
        var allowed = "html head meta title style body header h1 h2 h3 ul li b nav a main section p div table thead tbody tr th td svg rect line path circle text bdi details summary span br code figure".Split(' ');
        Assert.Empty(Tags().Matches(html).Select(m => m.Groups[1].Value.ToLowerInvariant()).Distinct().Except(allowed));
        Assert.Single(Tags().Matches(html), m => m.Groups[1].Value == "style");
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069\0]", html);
    }

    [Fact]
    public async Task The_policy_names_the_style_sheet_that_is_there()
    {
        var html = await PageAsync(50);
        var sheet = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains($"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sheet)))}'", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_chart_says_what_it_is()
    {
        var html = await PageAsync(200);
        Assert.All(Charts().Matches(html).Select(m => m.Value), svg => Assert.Matches("aria-label=\"[^\"]+\"|aria-hidden=\"true\"", svg));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> PageAsync(int count)
    {
        var lines = Enumerable.Range(0, count).Select(i => JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["id"] = $"{i}{Hostile[i % Hostile.Length]}",
            ["text"] = $"Write a {Hostile[i % Hostile.Length].Replace("\uD800", "", StringComparison.Ordinal)} text about the number {i % 50} again and again",
            ["lang"] = Hostile[i % 3],
            ["<b>x"] = Hostile[(i + 1) % 3],
            ["score"] = i,
            ["other"] = i * i,
        }));
        var input = _folder.Write("<i>in.jsonl", string.Join('\n', lines));
        var page = Path.Combine(_folder.Path, "page.html");
        var result = await CommandLine.RunAsync("analyze", input, "--against", input, "--html", page, "--quiet");
        Assert.True(result.Code == 0, result.Error);
        return await File.ReadAllTextAsync(page);
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<([A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex Tags();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Charts();
}
