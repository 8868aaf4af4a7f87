using Streaming.Operators.Tagging;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Tagging;

public class AgentBadCaseSignalMapperTests
{
    [Theory]
    [InlineData("m-small", true, null, "watchlist")]
    [InlineData("m-big", true, null, "none")]
    [InlineData("m-small", true, 200L, "none")]
    [InlineData("m-big", false, 100L, "none")]
    [InlineData("m-small", false, 200L, "watchlist")]
    public async Task Limits_come_from_a_file_by_model_and_from_the_options(string model, bool optionsWin, long? max, string tier)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"default": {"max_total_tokens": 100, "perplexity_high_threshold": 50.0}, "by_request_model": {"m-big": {"max_total_tokens": 200}}}""");
        var schema = RowSchema.Text.WithTag("total_tokens", ColumnType.Int64).WithTag("agent_request_model", ColumnType.String);
        var mapper = new AgentBadCaseSignalMapper(new() { CalibrationJsonPath = file, AutoCalibrateThresholds = true, CalibrationManualOverridesAuto = optionsWin, MaxTotalTokens = max });
        File.Delete(file);
        await using var driver = await OperatorDriver.OpenAsync(mapper, schema);
        var sample = Some.Sample("x");
        sample.Meta[Tags.Column] = new object?[] { 150L, model };
        await driver.ApplyAsync([sample]);
        Assert.Equal(tier, ((object?[])driver.Out[0].Meta[Tags.Column]!)[3]);
    }

    [Fact]
    public async Task A_figure_that_is_none_buries_the_sample()
    {
        await using var driver = await OperatorDriver.OpenAsync(new AgentBadCaseSignalMapper(new()), RowSchema.Text.WithTag("tool_fail_count", ColumnType.String));
        var sample = Some.Sample("x");
        sample.Meta[Tags.Column] = new object?[] { "many" };
        await driver.ApplyAsync([sample]);
        Assert.Single(driver.DeadLetters);
    }

    [Theory]
    [InlineData(2.0, "2.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(-1.25e100, "-1.25e+100")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(-0.3333333333333333, "-0.3333333333333333")]
    [InlineData(100.5, "100.5")]
    [InlineData(0.0, "0.0")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(double.NaN, "nan")]
    [InlineData("a'b", "\"a'b\"")]
    [InlineData("a'\"\n\u200b", "'a\\'\"\\n\\u200b'")]
    [InlineData(true, "True")]
    [InlineData(null, "None")]
    public void Values_are_printed_as_in_Python(object? value, string printed) => Assert.Equal(printed, PythonRepr.Of(value));
}
