using Streaming.Operators.Tagging;

namespace Streaming.Operators.Tests.Tagging;

public class UsageCounterMapperTests
{
    private static readonly RowSchema _schema = RowSchema.Text.With(new("usage", ColumnType.String)).With(new("choices", ColumnType.String));

    [Theory]
    [InlineData(true, 11, 5, 14)]
    [InlineData(false, 21, 9, 14)]
    public async Task Columns_that_hold_JSON_are_read_and_equal_reports_count_as_asked(bool dedupe, long prompt, long completion, long total)
    {
        const string Twice = """{"usage": {"prompt_tokens": 10, "completion_tokens": "4", "total_tokens": 14}}""";
        const string Streamed = """{"delta": {"usage": {"input_tokens": 1, "prompt_tokens": null, "completion_tokens": 1}}}""";
        var tags = await TagsOf(
            null,
            $"[{Twice}, {Twice}, {Streamed}, 7]",
            new() { DedupeIdenticalUsage = dedupe });
        Assert.Equal([prompt, completion, total], tags);
    }

    [Theory]
    [InlineData("no JSON", null)]
    [InlineData(null, "{}")]
    [InlineData("[]", "[null]")]
    public async Task Where_nothing_is_told_nothing_was_used(string? usage, string? choices) =>
        Assert.Equal([0L, 0L, 0L], await TagsOf(usage, choices, new()));

    private static async Task<object?[]> TagsOf(string? usage, string? choices, UsageCounterMapperOptions options)
    {
        await using var driver = await OperatorDriver.OpenAsync(new UsageCounterMapper(options), _schema);
        var sample = Some.Sample("x");
        (sample.Meta["usage"], sample.Meta["choices"]) = (usage, choices);
        await driver.ApplyAsync([sample]);
        return (object?[])driver.Out[0].Meta[Tags.Column]!;
    }
}
