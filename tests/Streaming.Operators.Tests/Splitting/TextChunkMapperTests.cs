using Streaming.Operators.Splitting;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Splitting;

public class TextChunkMapperTests
{
    [Theory]
    [InlineData("a\n\n \n\nb", "{}", "a|b")]
    [InlineData("a1b22c", "{ split_pattern: '(\\d)' }", "a|1|b|2|2|c")]
    [InlineData("a\u001Cb \u0301c", "{ split_pattern: '\\W+' }", "a|b|c")]
    [InlineData("\U0001F600\U0001F601\U0001F602x", "{ max_len: 2, split_pattern: null }", "\U0001F600\U0001F601|\U0001F602x")]
    [InlineData("abcde", "{ max_len: 3, overlap_len: 2, split_pattern: null }", "abc|bcd|cde|de|e")]
    [InlineData("ab cd efgh", "{ max_len: 4, overlap_len: 1, split_pattern: ' ' }", "ab|cd|efgh")]
    [InlineData("abcdefgh", "{ max_len: 4, overlap_len: 1, split_pattern: ' ' }", "abcd|defg|gh")]
    public async Task Cuts(string text, string options, string chunks)
    {
        await using var driver = await OpenAsync(options);
        await driver.ApplyAsync(text);

        Assert.Equal(chunks, string.Join('|', driver.Texts));
        Assert.All(driver.Out, part => Assert.True(driver.Out.Count == 1 || part.Lineage.Parents is ["s0"]));
        Assert.Equal(driver.Out.Count, driver.Out.Select(part => part.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_blank_text_is_rejected_and_a_cut_that_makes_no_way_buried()
    {
        await using var blank = await OpenAsync("{}");
        await blank.ApplyAsync(" \n\n");
        Assert.Single(blank.Rejected);

        await using var stuck = await OpenAsync("{ max_len: 2, split_pattern: '^' }");
        await stuck.ApplyAsync("abc", "a");
        Assert.Single(stuck.DeadLetters);
        Assert.Equal(["a"], stuck.Texts);
    }

    [Theory]
    [InlineData("{ split_pattern: null }", "max_len, split_pattern or both")]
    [InlineData("{ max_len: 4, overlap_len: 4 }", "must be less")]
    [InlineData("{ split_pattern: '(' }", "not closed")]
    public void Options_that_cannot_work_are_refused(string options, string reason)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "text_chunk_mapper")!, options, AppContext.BaseDirectory);

        Assert.Contains(reason, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static async Task<OperatorDriver> OpenAsync(string options)
    {
        var (bound, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "text_chunk_mapper")!, options, AppContext.BaseDirectory);
        Assert.Empty(problems);
        return await OperatorDriver.OpenAsync(new TextChunkMapper((TextChunkMapperOptions)bound!));
    }
}
