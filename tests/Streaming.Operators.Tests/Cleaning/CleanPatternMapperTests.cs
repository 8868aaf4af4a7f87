using Streaming.Operators.Cleaning;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Cleaning;

public class CleanPatternMapperTests
{
    [Fact]
    public async Task Groups_of_a_pattern_can_be_kept()
    {
        await using var driver = await OperatorDriver.OpenAsync(new CleanEmailMapper(new() { Pattern = @"(?P<who>\w+)@\w+\.com", Repl = @"\g<who> at …" }));
        await driver.ApplyAsync("ask ann@example.com");

        Assert.Equal(["ask ann at …"], driver.Texts);
    }

    [Theory]
    [InlineData("clean_links_mapper", "{ pattern: '(' }", "not closed")]
    [InlineData("clean_email_mapper", "{ pattern: '[[:alpha:]]' }", "[:alpha:]")]
    [InlineData("clean_email_mapper", "{ repl: '\\q' }", "escape")]
    public void A_pattern_that_cannot_be_used_is_a_problem_of_the_topology(string name, string options, string reason)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, name)!, options, AppContext.BaseDirectory);

        Assert.Contains(reason, Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
