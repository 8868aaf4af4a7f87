using Streaming.Operators.Tagging;

namespace Streaming.Operators.Tests.Tagging;

public class AgentToolTypeMapperTests
{
    [Fact]
    public async Task Tags_are_added_to_those_that_are_there_and_samples_do_not_share_them()
    {
        var schema = RowSchema.Text.WithTag("agent_tool_types", new ListType(ColumnType.String)).WithTag("other", ColumnType.Int64);
        var mapper = new AgentToolTypeMapper(new() { TopKDominant = 2 });
        Assert.Equal(["agent_tool_types", "other", "primary_tool_type", "dominant_tool_types"], Tags.FieldsOf(mapper.Describe(schema)).Select(f => f.Name));
        await using var driver = await OperatorDriver.OpenAsync(mapper, schema);
        var shared = new object?[] { new object?[] { "b", "a", null, " a ", "" }, 7L };
        var sample = Some.Sample("x");
        sample.Meta[Tags.Column] = shared;
        await driver.ApplyAsync([sample, Some.Sample("y", position: 1)]);

        var tags = (object?[])driver.Out[0].Meta[Tags.Column]!;
        Assert.Equal((7L, "a"), (tags[1], tags[2]));
        Assert.Equal(["a", "b"], (object?[])tags[3]!);
        Assert.Equal(2, shared.Length);
        Assert.Null(((object?[])driver.Out[1].Meta[Tags.Column]!)[2]);
    }
}
