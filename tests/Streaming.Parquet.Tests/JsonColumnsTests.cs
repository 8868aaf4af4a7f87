using Streaming.Operators;
using Streaming.Parquet.Csv;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class JsonColumnsTests : IDisposable
{
    private const string Calls = """[{"role": "human", "content": [{"type": "text", "text": "Read it"}, {"type": "image", "url": "x"}, "please"]}, {"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "read"}}]}]""";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Messages_of_any_shape_are_read_and_their_json_is_carried_beside_them()
    {
        File.WriteAllText(_folder.File("a.jsonl"), $$"""
            {"text": "plain", "messages": [{"role": "user", "content": "hi"}]}
            {"text": "calls", "messages": {{Calls}}}
            {"text": "none", "messages": null}
            """);

        var (schema, samples, letters) = await Read(new JsonlSource(new() { Path = ["a.jsonl"], JsonColumns = ["messages"] }));

        Assert.Empty(letters);
        Assert.Equal(KnownColumns.MessagesType, schema.Find("messages")!.Type);
        Assert.Equal(ColumnType.String, schema.Find("messages_json")!.Type);
        Assert.Equal([new("user", "Read it\nplease"), new ChatTurn("assistant", "")], samples[1].Messages);
        Assert.Equal([Calls, null], samples.Skip(1).Select(s => s.Meta["messages_json"]));
        Assert.Empty(samples[2].Messages);
    }

    [Fact]
    public async Task Columns_whose_values_differ_in_type_are_carried_as_json()
    {
        File.WriteAllText(_folder.File("a.jsonl"), """
            {"text": "a", "usage": {"n": 1.50}}
            {"text": "b", "usage": [1, "x"]}
            {"text": "c", "usage": "{\"n\": 2}"}
            {"text": "d", "usage": 7}
            {"text": "e"}
            """);

        var (schema, samples, letters) = await Read(new JsonlSource(new() { Path = ["a.jsonl"], JsonColumns = ["usage"], InferLines = 1 }));

        Assert.Empty(letters);
        Assert.Equal(ColumnType.String, schema.Find("usage")!.Type);
        Assert.Equal(["{\"n\": 1.50}", "[1, \"x\"]", "{\"n\": 2}", "7", null], samples.Select(s => s.Meta["usage"]));
    }

    [Fact]
    public async Task A_column_of_texts_may_hold_the_json_of_messages()
    {
        File.WriteAllText(_folder.File("a.csv"), "text,messages\nx,\"" + Calls.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"\ny,no json\n");

        var (_, samples, _) = await Read(new CsvSource(new() { Path = ["a.csv"], JsonColumns = ["messages"] }));

        Assert.Equal(["user", "assistant"], samples[0].Messages.Select(m => m.Role));
        Assert.Equal([Calls, "no json"], samples.Select(s => s.Meta["messages_json"]));
        Assert.Empty(samples[1].Messages);
    }

    [Fact]
    public async Task Structs_of_a_parquet_file_become_json_and_a_renamed_column_is_named_by_the_input()
    {
        var type = new ListType(new StructType([new("role", ColumnType.String), new("content", ColumnType.String), new("name", ColumnType.String)]));
        var schema = RowSchema.Text.With(new("turns", type));
        var sample = new Sample { Id = "a", Text = "t", Lineage = new(new("s", "p"), 0, [], "r") };
        sample.Meta["turns"] = new object?[] { new object?[] { "tool", "ünï", null } };
        await Shards.WriteAsync(_folder.File("a.parquet"), schema, [sample]);

        var (read, samples, _) = await Read(new ParquetSource(new() { Path = ["a.parquet"], Columns = new Dictionary<string, string> { ["messages"] = "turns" }, JsonColumns = ["turns"] }));

        Assert.Null(read.Find("turns"));
        Assert.Equal([new ChatTurn("tool", "ünï")], Assert.Single(samples).Messages);
        Assert.Equal("""[{"role":"tool","content":"ünï","name":null}]""", samples[0].Meta["messages_json"]);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"\ud800"}]""")]
    [InlineData("""[{"\ud800":1,"role":"user"}]""")]
    public async Task Half_a_character_in_messages_faults_no_source(string hostile)
    {
        File.WriteAllText(_folder.File("a.csv"), "text,messages\nx,\"" + hostile.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"\ny,[]\n");
        var sample = new Sample { Id = "a", Text = "t", Lineage = new(new("s", "p"), 0, [], "r") };
        sample.Meta["turns"] = hostile;
        await Shards.WriteAsync(_folder.File("a.parquet"), RowSchema.Text.With(new("turns", ColumnType.String)), [sample]);

        Assert.Equal(["x", "y"], (await Read(new CsvSource(new() { Path = ["a.csv"], JsonColumns = ["messages"] }))).Samples.Select(s => s.Text));
        Assert.Equal(["t"], (await Read(new ParquetSource(new() { Path = ["a.parquet"], Columns = new Dictionary<string, string> { ["messages"] = "turns" }, JsonColumns = ["turns"] }))).Samples.Select(s => s.Text));
    }

    [Theory]
    [InlineData("mesages", "'messages'")]
    [InlineData("text", "not carried as JSON")]
    public async Task A_column_that_cannot_be_is_refused(string column, string says)
    {
        File.WriteAllText(_folder.File("a.jsonl"), "{\"text\": \"x\", \"messages\": []}");

        var refused = await Assert.ThrowsAsync<BadInputException>(() => Read(new JsonlSource(new() { Path = ["a.jsonl"], JsonColumns = [column] })));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(RowSchema Schema, List<Sample> Samples, List<DeadLetter> Letters)> Read(FileSource source)
    {
        await using var _ = source;
        var schema = await source.DescribeAsync(Shards.Context(_folder.Path), CancellationToken.None);
        var (samples, letters) = (new List<Sample>(), new List<DeadLetter>());
        await foreach (var batch in source.ReadAsync(SplitPositions.Empty, CancellationToken.None))
        {
            samples.AddRange(batch.Batch.Samples);
            letters.AddRange(batch.Batch.DeadLetters);
        }

        return (schema, samples, letters);
    }
}
