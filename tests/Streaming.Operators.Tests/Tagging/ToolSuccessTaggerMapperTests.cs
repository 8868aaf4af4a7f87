using Streaming.Operators.Tagging;

namespace Streaming.Operators.Tests.Tagging;

public class ToolSuccessTaggerMapperTests
{
    [Fact]
    public async Task Messages_of_tools_are_judged()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ToolSuccessTaggerMapper(new()));
        var sample = Some.Sample("");
        sample.Messages =
        [
            new("user", "error: mine"), new("Tool", " 12 rows "), new("tool", "Not  found"), new("tool", "no failures"), new("tool_use", "操作失败"), new("tool", " "), new("tool", string.Concat(Enumerable.Repeat("\U0001F600", 300))),
        ];
        await driver.ApplyAsync([sample, Some.Sample("", position: 1)]);

        var tags = (object?[])driver.Out[0].Meta[Tags.Column]!;
        Assert.Equal([3L, 2L, 1L, 0.6], tags[..4]);
        var results = ((object?[])tags[4]!).Cast<object?[]>().ToList();
        Assert.Equal(["success", "error", "success", "error", "unknown", "success"], results.Select(r => r[1]));
        Assert.Equal("12 rows", results[0][0]);
        Assert.Equal(400, ((string)results[5][0]!).Length);
        Assert.Equal([0L, 0L, 0L, null], ((object?[])driver.Out[1].Meta[Tags.Column]!)[..4]);
    }
}
