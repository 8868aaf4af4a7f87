using Streaming.Fetching;

namespace Streaming.Tests.Fetching;

public sealed class HostPatternsTests
{
    [Theory]
    [InlineData("images.example.org", "http://images.example.org/a.png", true)]
    [InlineData("images.example.org", "http://IMAGES.example.org./a.png", true)]
    [InlineData("Images.Example.org", "https://images.example.org:8443/a.png", true)]
    [InlineData("images.example.org", "http://example.org/a.png", false)]
    [InlineData("images.example.org", "http://images.example.org.evil.test/a.png", false)]
    [InlineData("images.example.org", "http://images.example.org@evil.test/a.png", false)]
    [InlineData("*.example.org", "http://a.b.example.org/a.png", true)]
    [InlineData("*.example.org", "http://example.org/a.png", false)]
    [InlineData("*.example.org", "http://evilexample.org/a.png", false)]
    [InlineData("bücher.example", "http://xn--bcher-kva.example/a.png", true)]
    [InlineData("127.0.0.1", "http://2130706433/a.png", true)]
    [InlineData("[::1]", "http://[0:0::1]/a.png", true)]
    [InlineData("::1", "http://[::1]/a.png", true)]
    [InlineData("*", "http://anything.test/a.png", true)]
    public void A_host_is_allowed_by_its_name_or_by_what_it_lies_below(string pattern, string address, bool allowed) => Assert.Equal(allowed, new HostPatterns([pattern]).Allow(new(address)));

    [Theory]
    [InlineData("images.example.org", true)]
    [InlineData("*.example.org", true)]
    [InlineData("*", true)]
    [InlineData("::1", true)]
    [InlineData("http://example.org", false)]
    [InlineData("example.org/images", false)]
    [InlineData("example.org:80", false)]
    [InlineData("*example.org", false)]
    [InlineData("images.*.org", false)]
    [InlineData("", false)]
    public void What_is_no_host_is_no_pattern(string text, bool isOne) => Assert.Equal(isOne, HostPatterns.IsPattern(text));
}
