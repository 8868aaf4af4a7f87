using Streaming.Operators.Filtering.Rules;
using Streaming.Operators.Filtering.Rules.Urls;

namespace Streaming.Operators.Tests.Filtering.Rules;

public class UrlFilterTests
{
    [Theory]
    [InlineData("https://www.shop.example.co.uk:8443/a?b#c", "example.co.uk", "www.shop.example.co.uk")]
    [InlineData("user:pw@ftp.example.org./x", "example.org", "ftp.example.org")]
    [InlineData("co.uk", "", "")]
    [InlineData("http://10.1.2.3/", "", "")]
    [InlineData("http://printer/", "", "")]
    [InlineData("", "", "")]
    public void Hosts_are_read_leniently(string url, string registered, string full) => Assert.Equal(new HostName(registered, full), HostName.Of(url, PublicSuffixes.Basic));

    [Fact]
    public void A_list_has_rules_wildcards_and_exceptions()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "// a list\ncom\n\n*.ck\n!www.ck\nбел\n// ===BEGIN PRIVATE DOMAINS===\nblog.com\n");
        var suffixes = PublicSuffixes.Read(path);
        File.Delete(path);

        Assert.Equal("a.com", HostName.Of("x.a.com", suffixes).Registered);
        Assert.Equal("blog.com", HostName.Of("my.blog.com", suffixes).Registered);
        Assert.Equal("b.a.ck", HostName.Of("c.b.a.ck", suffixes).Registered);
        Assert.Equal("www.ck", HostName.Of("c.www.ck", suffixes).Registered);
        Assert.Equal("a.xn--90ais", HostName.Of("a.xn--90ais", suffixes).Registered);
    }

    [Fact]
    public async Task The_first_list_that_an_address_is_on_is_the_reason()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# words\n\nspin\n Win \n");
        var options = new UrlFilterOptions { UrlKey = "text", ExtraDomains = ["bad.org"], BannedWords = ["casino"], SoftBannedWordsFile = file, BannedSubwords = ["poker"] };
        await using var driver = await OperatorDriver.OpenAsync(new UrlFilter(options));
        await driver.ApplyAsync("https://a.bad.org/casino", "https://x.org/casino-spin-win", "x.org/spin/spin", "x.org/spin/win", "https://po.ker.org/", "https://x.org/Casino", "");
        File.Delete(file);

        Assert.Equal(["domain", "hard_blacklisted", "soft_blacklisted", "blacklisted_subword"], driver.Rejected.Select(r => r.Why.Reason));
        Assert.Equal(["x.org/spin/spin", "https://x.org/Casino"], driver.Texts);
        Assert.Contains("no address", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_sees_classes_as_re_does()
    {
        await using var driver = await OperatorDriver.OpenAsync(new RegexFilter(new() { RegexExp = @"^\w+[\s-]\w$" }));
        await driver.ApplyAsync("ab\u001Cc", "½-x", "e\u0301-x", "a-𝟙", "a--b");

        Assert.Equal(["e\u0301-x", "a--b"], driver.Texts);
    }

    [Fact]
    public async Task Rare_words_pull_the_mean_down()
    {
        var options = new UnigramLogProbFilterOptions { Counts = new Dictionary<string, long> { ["the"] = 3, ["boat"] = 1 }, LogprobsThreshold = -2 };
        await using var driver = await OperatorDriver.OpenAsync(new UnigramLogProbFilter(options));
        await driver.ApplyAsync("The BOAT", "the boat sank", "");

        Assert.Equal(["The BOAT", ""], driver.Texts);
        Assert.Equal((Math.Log(0.75) + Math.Log(0.25)) / 2, driver.Out[0].Stats["unigram_logprob"]);
    }
}
