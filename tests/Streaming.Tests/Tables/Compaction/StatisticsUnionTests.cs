using Streaming.Tables;

namespace Streaming.Tests.Tables.Compaction;

public sealed class StatisticsUnionTests
{
    [Theory]
    [InlineData("""{"minValues":{"a":1},"maxValues":{"a":3},"nullCount":{"a":1}}""", """{"minValues":{"a":-2},"maxValues":{"a":2},"nullCount":{"a":4}}""", """{"numRecords":9,"minValues":{"a":-2},"maxValues":{"a":3},"nullCount":{"a":5}}""")]
    [InlineData("""{"minValues":{"a":"b","s":{"x":1.5}}}""", """{"minValues":{"a":"ab","s":{"x":1}}}""", """{"numRecords":9,"minValues":{"a":"ab","s":{"x":1}},"maxValues":{},"nullCount":{}}""")]
    [InlineData("""{"maxValues":{"a":"\uFF5E"}}""", """{"maxValues":{"a":"😀"}}""", """{"numRecords":9,"maxValues":{"a":"😀"}}""")]
    [InlineData("""{"minValues":{"a":1,"b":1}}""", """{"minValues":{"b":0}}""", """{"numRecords":9,"minValues":{"b":0}}""")]
    [InlineData("""{"minValues":{"a":9007199254740993}}""", """{"minValues":{"a":9007199254740994}}""", """{"numRecords":9,"minValues":{"a":9007199254740993}}""")]
    [InlineData("""{"minValues":{"a":1}}""", """{"minValues":{"a":"x"}}""", """{"numRecords":9}""")]
    [InlineData("""{"minValues":{"a":1}}""", null, """{"numRecords":9}""")]
    public void A_bound_holds_for_all_parts_or_is_left_out(string first, string? second, string union) =>
        Assert.Equal(Plain(union), Plain(StatisticsUnion.Of([first, second], 9)));

    // Empty trees say nothing.
    private static string Plain(string json)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        foreach (var name in node.Where(f => f.Value is System.Text.Json.Nodes.JsonObject { Count: 0 }).Select(f => f.Key).ToList())
        {
            node.Remove(name);
        }

        return node.ToJsonString();
    }
}
