using Streaming.Operators.Tagging.Dialogs;

namespace Streaming.Operators.Tests.Tagging;

public class AgentDialogNormalizeMapperTests
{
    private static readonly RowSchema _withMessages = RowSchema.Text.With(new(KnownColumns.Messages, KnownColumns.MessagesType));

    [Fact]
    public async Task Without_their_json_the_roles_and_texts_of_messages_are_seen()
    {
        var sample = Some.Sample("", "x");
        sample.Messages = [new("system", "Be kind."), new("User", " Hi "), new("assistant", "Yes?"), new("assistant", "Go on."), new("tool", "done")];

        var after = await Map(new(), _withMessages, sample);

        Assert.Equal("User: Hi\n\nAssistant: Yes?\n\nGo on.\n[Tool result]\ndone", after.Text);
        Assert.Equal(("Hi", "Yes?\n\nGo on.\n[Tool result]\ndone"), (after.Meta["query"], after.Meta["response"]));
        Assert.Equal([new object?[] { "Hi", after.Meta["response"] }], (object?[])after.Meta["dialog_history"]!);
        Assert.Equal([false, 1L, new object?[] { "" }, new object?[] { "" }, 1L, 3L, "x"], (object?[])after.Meta[Tags.Column]!);
    }

    [Fact]
    public async Task A_column_of_another_name_holds_its_json_itself()
    {
        var sample = Some.Sample("", "x");
        sample.Meta["trace"] = """[7, {"role": "user", "content": 1.0}, {"role": "assistant", "tool_use": [{"name": "a"}, {"function": {}, "name": "b"}, 3]}]""";

        var after = await Map(new() { MessagesKey = "trace", CopyRequestId = false }, RowSchema.Text.With(new("trace", ColumnType.String)), sample);

        Assert.Equal("User: 1.0\n\nAssistant: [Tool calls: a, b]", after.Text);
        Assert.Equal([false, 1L, new object?[] { "a", "b" }, new object?[] { "" }, 1L, 2L], (object?[])after.Meta[Tags.Column]!);
    }

    [Fact]
    public async Task Lengths_are_characters_and_not_units()
    {
        var sample = Some.Sample("", "x");
        sample.Messages = [new("user", string.Concat(Enumerable.Repeat("😀", 100)))];

        Assert.Equal(200, ((string)(await Map(new() { HistoryMaxUserChars = 100 }, _withMessages, sample)).Meta["query"]!).Length);
        var cut = (string)(await Map(new() { HistoryMaxUserChars = 99 }, _withMessages, sample)).Meta["query"]!;
        Assert.StartsWith(string.Concat(Enumerable.Repeat("😀", 51)) + "\n…", cut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_made_to_keep_the_search_for_skills_busy_do_not()
    {
        var sample = Some.Sample("", "x");
        sample.Messages = [new("user", string.Concat(Enumerable.Repeat("Check '", 20_000)) + new string('a', 200_000) + "## " + new string('\t', 100_000))];

        var mapped = Map(new(), _withMessages, sample);

        Assert.Same(mapped, await Task.WhenAny(mapped, Task.Delay(TimeSpan.FromSeconds(20))));
    }

    private static Task<Sample> Map(AgentDialogNormalizeMapperOptions options, RowSchema schema, Sample sample) => Task.Run(async () =>
    {
        await using var driver = await OperatorDriver.OpenAsync(new AgentDialogNormalizeMapper(options), schema);
        await driver.ApplyAsync([sample.Copy()]);
        return Assert.Single(driver.Out);
    });
}
