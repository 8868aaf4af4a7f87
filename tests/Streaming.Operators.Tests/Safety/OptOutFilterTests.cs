using Streaming.Operators.Safety;

namespace Streaming.Operators.Tests.Safety;

public class OptOutFilterTests
{
    private static readonly RowSchema Schema = RowSchema.Text.With(new("robots", ColumnType.String)).With(new("tdm_reservation", ColumnType.String)).With(new("tdm_policy", ColumnType.String))
        .With(new("http_headers", new MapType(ColumnType.String, ColumnType.String)));

    [Theory]
    [InlineData("noai", "noai")]
    [InlineData("index, NoAI", "noai")]
    [InlineData("max-snippet: 20, noimageai", "noimageai")]
    [InlineData("otherbot: nofollow, noml", "noml")]
    [InlineData("noindex, nofollow", null)]
    [InlineData("noaiplease", null)]
    [InlineData("", null)]
    public async Task Directives_of_the_page_are_honoured(string robots, string? signal) =>
        Assert.Equal(signal is null ? null : $"the page says {signal}", await ReasonAsync(new(), s => s.Meta["robots"] = robots));

    [Theory]
    [InlineData("ourbot: noai", true)]
    [InlineData("otherbot: noai", false)]
    [InlineData("otherbot: noai, ourbot: noai", true)]
    [InlineData("noai, otherbot: nofollow", true)]
    public async Task Directives_to_other_robots_are_passed_over(string field, bool isRejected) =>
        Assert.Equal(isRejected, await ReasonAsync(new() { Agents = ["OurBot"] }, s => s.Meta["http_headers"] = Headers("x-robots-tag", field)) is not null);

    [Theory]
    [InlineData("tdm-reservation", "1", "text and data mining is reserved")]
    [InlineData("tdm-reservation", "0", null)]
    [InlineData("content-usage", "search=y, train-ai=n;exp=1", "Content-Usage says train-ai=n")]
    [InlineData("content-usage", "train-ai=n, train-ai=y", null)]
    [InlineData("Content-Signal", "search=yes,ai-train=no", "Content-Signal says ai-train=no")]
    [InlineData("content-signal", "ai-train=yes", null)]
    [InlineData("x-robots-tag", "noai", "the page says noai")]
    public async Task Fields_of_the_answer_are_honoured(string name, string value, string? reason) =>
        Assert.Equal(reason, await ReasonAsync(new(), s => s.Meta["http_headers"] = Headers(name, value)));

    [Fact]
    public async Task A_reservation_is_lifted_by_a_policy_that_one_has_a_licence_for()
    {
        void Reserve(Sample s) => (s.Meta["tdm_reservation"], s.Meta["tdm_policy"]) = ("1", "https://example.org/tdm.json");
        Assert.Equal("text and data mining is reserved under https://example.org/tdm.json", await ReasonAsync(new(), Reserve));
        Assert.Null(await ReasonAsync(new() { AcceptedPolicies = ["https://example.org/tdm.json"] }, Reserve));
        Assert.Null(await ReasonAsync(new() { HonourTdm = false }, Reserve));
    }

    [Fact]
    public void Where_nothing_could_be_honoured_the_plan_says_so() => Assert.Throws<BadInputException>(() => new OptOutFilter(new()).Describe(RowSchema.Text));

    private static async Task<string?> ReasonAsync(OptOutFilterOptions options, Action<Sample> say)
    {
        var sample = Some.Samples("page")[0];
        say(sample);
        await using var driver = await OperatorDriver.OpenAsync(new OptOutFilter(options), Schema);
        await driver.ApplyAsync([sample]);
        return driver.Out.Count == 1 ? null : Assert.Single(driver.Rejected).Why.Reason;
    }

    [Theory]
    [InlineData("x-robots-tag", "otherbot: nofollow\nnoai")]
    [InlineData("tdm-reservation", "1\n1")]
    [InlineData("tdm-reservation", "0, 1")]
    [InlineData("content-usage", "search=y\ntrain-ai=n")]
    public async Task Fields_that_came_several_times_are_read_each(string name, string value) =>
        Assert.NotNull(await ReasonAsync(new() { Agents = ["OurBot"] }, s => s.Meta["http_headers"] = Headers(name, value)));

    private static KeyValuePair<object, object?>[] Headers(string name, string value) => [new("date", "today"), new(name, value)];
}
