using System.Text;
using Streaming.Kafka.Sink;
using Streaming.Kafka.Sink.Records;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>What a sample's message is, through the staged file.</summary>
public sealed class RecordFormatTests
{
    private static readonly RowSchema _schema = new([.. RowSchema.Text.Columns, new("lang", ColumnType.String), new("raw", ColumnType.Binary), new("n", ColumnType.Int64), new("none", ColumnType.String)]);

    [Fact]
    public async Task The_columns_become_json()
    {
        var message = Assert.Single(await MessagesAsync(new() { Topic = "t", Path = "p" }, Sample("héllo")));
        Assert.Equal("s1", Encoding.UTF8.GetString(message.Key!));
        var value = System.Text.Json.Nodes.JsonNode.Parse(message.Value!)!;
        Assert.Equal(("s1", "héllo", "de", 7), ((string)value["id"]!, (string)value["text"]!, (string)value["lang"]!, (int)value["n"]!));
    }

    [Fact]
    public async Task One_column_alone_is_text_or_bytes_and_others_are_key_and_headers()
    {
        var options = new KafkaSinkOptions { Topic = "t", Path = "p", Value = ValueFormat.Text, Key = "n", Headers = ["lang", "missing"] };
        Assert.Throws<BadInputException>(() => new RecordFormat(options).Store(_schema));
        var text = Assert.Single(await MessagesAsync(options with { Headers = ["lang", "raw"] }, Sample("héllo")));
        Assert.Equal(("7", "héllo"), (Encoding.UTF8.GetString(text.Key!), Encoding.UTF8.GetString(text.Value!)));
        Assert.Equal([("lang", "de"), ("raw", "\u0001\u0002")], text.Headers.Select(h => (h.Key, Encoding.UTF8.GetString(h.GetValueBytes()))));
        Assert.Null(Assert.Single(await MessagesAsync(options with { ValueColumn = "none", Headers = [] }, Sample("x"))).Value);
        var bytes = Assert.Single(await MessagesAsync(options with { Value = ValueFormat.Bytes, ValueColumn = "raw", Key = null, Headers = [] }, Sample("x")));
        Assert.Null(bytes.Key);
        Assert.Equal([1, 2], bytes.Value!);
    }

    [Fact]
    public async Task A_message_that_is_too_large_names_its_sample()
    {
        var fault = await Assert.ThrowsAsync<BadInputException>(() => MessagesAsync(new() { Topic = "t", Path = "p", MaxMessageSize = new(1000) }, Sample(new('x', 1001))));
        Assert.Contains("Sample 's1' makes a message of ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_file_that_ends_early_is_told_from_one_that_is_whole(int missing)
    {
        var file = await FileAsync(new() { Topic = "t", Path = "p" }, Sample("hello"));
        Assert.Throws<InvalidDataException>(() => RecordReader.Read(new MemoryStream(file[..^missing])).ToList());
    }

    private static async Task<List<Confluent.Kafka.Message<byte[]?, byte[]?>>> MessagesAsync(KafkaSinkOptions options, Sample sample) =>
        [.. RecordReader.Read(new MemoryStream(await FileAsync(options, sample)))];

    private static async Task<byte[]> FileAsync(KafkaSinkOptions options, Sample sample)
    {
        var format = new RecordFormat(options);
        format.Store(_schema);
        using var file = new MemoryStream();
        await using var writer = format.Create(file, _schema, new(1 << 20));
        await writer.WriteAsync([sample]);
        Assert.Equal(1, (await writer.CloseAsync()).Rows);
        return file.ToArray();
    }

    private static Sample Sample(string text)
    {
        var sample = new Sample { Id = "s1", Text = text, Lineage = new(new("in", "a"), 0, [], "run") };
        sample.Meta["lang"] = "de";
        sample.Meta["raw"] = new byte[] { 1, 2 };
        sample.Meta["n"] = 7L;
        return sample;
    }
}
