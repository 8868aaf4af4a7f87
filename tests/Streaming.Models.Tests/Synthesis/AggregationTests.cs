using Streaming.Models.Operators.Synthesis.Aggregation;
using Streaming.Samples;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Operators that make one thing of a group.</summary>
public sealed class AggregationTests
{
    [Fact]
    public async Task Texts_are_summed_up_in_rounds_until_one_is_left()
    {
        var asked = new List<string>();
        await using var run = await RunAsync(
            o => new NestedAggregator(o), new NestedAggregatorOptions { InputKey = "events", OutputKey = "story", MaxTokenNum = 8, SubDocTemplate = "<{text}>", InputTemplate = "{sub_docs}" },
            prompt =>
            {
                lock (asked)
                {
                    asked.Add(prompt.Prompt);
                    return $" “s{asked.Count}” ";
                }
            },
            Row("group", ("events", new object?[] { "one two three", "four five six", "seven eight nine", "ten" })), Row("one", ("events", new object?[] { "alone" })), Row("none", ("events", "no list")));

        Assert.Equal(["<one two three>\n<four five six>", "<seven eight nine>\n<ten>"], asked[..2].Order());
        Assert.Equal("<s1>\n<s2>", asked[2]);
        Assert.Equal(["s3", "alone", null], run.Driver.Out.Select(s => (s.Meta["__dj__batch_meta__"] as object?[])?[0]));
    }

    [Fact]
    public async Task Tags_that_mean_the_same_are_merged_and_one_that_was_not_asked_for_is_asked_again()
    {
        var replies = new Queue<string>(["""{"tags": [{"tag": "AI", "into": "magic"}]}""", """{"tags": [{"tag": "AI", "into": "science"}, {"tag": "diet", "into": "health"}]}"""]);
        await using var run = await RunAsync(
            o => new MetaTagsAggregator(o), new MetaTagsAggregatorOptions { MetaTagKey = "labels", TargetTags = ["science", "health"] }, _ => replies.Dequeue(),
            Row("group", ("labels", new object?[] { "AI", new object?[] { "diet", "AI" }, "sea" })));

        var labels = (object?[])run["labels"]!;
        Assert.Equal(("science", "sea"), (labels[0], labels[2]));
        Assert.Equal(["health", "science"], (object?[])labels[1]!);
        Assert.Contains("| AI | 2 |", run.Server.Asked.First().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_may_be_those_of_the_members()
    {
        var schema = RowSchema.Text.With(new("__dj__meta__", new ListType(new StructType([new("lang", ColumnType.String), new("topic", ColumnType.String)]))));
        var values = GroupValues.Find(schema, "meta_tag_key", "topic");
        var group = Row("group", ("__dj__meta__", new object?[] { new object?[] { "en", "sea" }, new object?[] { "de", "ship" } }));

        Assert.Equal(["sea", "ship"], values.Of(group)!);
        values.Set(group, ["a", "b"]);
        Assert.Equal(["en", "a"], (object?[])((object?[])group.Meta["__dj__meta__"]!)[0]!);
        Assert.Throws<Streaming.Operators.BadInputException>(() => GroupValues.Find(schema, "meta_tag_key", "none"));
    }
}
