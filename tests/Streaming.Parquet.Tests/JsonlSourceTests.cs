using System.IO.Compression;
using System.Text;
using Streaming.Operators;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class JsonlSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Lines_become_samples_with_learnt_columns()
    {
        Put("a.jsonl", """
            {"text": "one", "id": 7, "meta": {"lang": "de", "n": 1}, "score": 1, "tags": ["x", null]}

            {"text": "two", "id": 8, "meta": {"lang": null}, "score": 0.5, "tags": []}
            """);

        var (schema, batches) = await Read();

        Assert.Equal(
            new Column[] { new("meta", new StructType([new("lang", ColumnType.String), new("n", ColumnType.Int64)])), new("score", ColumnType.Float64), new("tags", new ListType(ColumnType.String)) },
            schema.Columns.Where(c => !KnownColumns.IsMember(c.Name)));
        var samples = batches.SelectMany(b => b.Batch.Samples).ToList();
        Assert.Equal(["7", "8"], samples.Select(s => s.Id));
        Assert.Equal(["one", "two"], samples.Select(s => s.Text));
        Assert.Equal([0L, 2L], samples.Select(s => s.Lineage.Position));
        Assert.Equal([1.0, 0.5], samples.Select(s => s.Meta["score"]));
        Assert.Equal(new object?[] { null, null }, samples[1].Meta["meta"]);
        Assert.Equal(3, Assert.Single(batches).To);
    }

    [Theory]
    [InlineData("{\"text\": \"cut", "b.jsonl")]
    [InlineData("[1, 2]", "an object")]
    [InlineData("{\"text\": \"x\"} {}", "")]
    [InlineData("{\"text\": 1}", "'text'")]
    [InlineData("{\"text\": \"x\", \"n\": \"1\"}", "'n'")]
    [InlineData("{\"text\": \"x\", \"n\": 1.5}", "'n'")]
    [InlineData("{\"text\": \"x\", \"new\": 1}", "'new'")]
    [InlineData("{\"text\": \"\\ud800\"}", "")]
    [InlineData("{\"text\": \"\u00ff\"}", "")]
    [InlineData("{\"text\": \"this line is longer than sixty-four bytes, which are all that is allowed\"}", "allowed")]
    public async Task A_line_that_does_not_fit_is_a_dead_letter_with_the_line_itself(string line, string says)
    {
        Put("a.jsonl", "{\"text\": \"first\", \"n\": 1}\n");
        File.WriteAllBytes(_folder.File("b.jsonl"), Encoding.Latin1.GetBytes($"{line}\n{{\"text\": \"last\"}}"));

        var (_, batches) = await Read(Options("*.jsonl") with { MaxLineBytes = new(64), InferLines = 1 });

        var letter = Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
        Assert.Equal(line, Encoding.Latin1.GetString(letter.Payload.Span));
        Assert.Contains(says, letter.Error, StringComparison.Ordinal);
        Assert.Equal((new SplitId("in", "b.jsonl"), 0L), (letter.Lineage.Split, letter.Lineage.Position));
        Assert.Equal(["first", "last"], batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
    }

    [Fact]
    public async Task Unknown_fields_may_be_ignored_and_the_schema_may_be_given()
    {
        Put("a.jsonl", """{"text": "x", "ids": [1, 2], "other": {"deep": [1]}, "vector": [0.5]}""");
        var options = Options("a.jsonl") with
        {
            Schema = new Dictionary<string, string> { ["text"] = "string", ["ids"] = "list<int32>", ["vector"] = "list<float32>", ["absent"] = "struct<a: int64, b: map<string, bool>>" },
            UnknownFields = UnknownFields.Ignore,
        };

        var sample = Assert.Single((await Read(options)).Batches.SelectMany(b => b.Batch.Samples));

        Assert.Equal(new[] { 1, 2 }, sample.Meta["ids"]);
        Assert.Equal(new[] { 0.5f }, sample.Meta["vector"]);
        Assert.Null(sample.Meta["absent"]);
    }

    [Theory]
    [InlineData("lists<int32>")]
    [InlineData("list<int32")]
    [InlineData("struct<a int32>")]
    [InlineData("map<int64, string>")]
    [InlineData("int32>")]
    public async Task A_schema_that_is_none_is_bad_input(string type)
    {
        Put("a.jsonl", "{}");

        await Assert.ThrowsAsync<BadInputException>(() => Read(Options("a.jsonl") with { Schema = new Dictionary<string, string> { ["text"] = type } }));
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.jsonl.zst")]
    public async Task Reading_goes_on_at_every_line_also_within_compressed_files(string name)
    {
        var lines = Enumerable.Range(0, 40).Select(i => i % 7 == 3 ? "" : i % 5 == 2 ? "bad" : $"{{\"text\": \"{i}\"}}").ToList();
        await using (var file = File.Create(_folder.File(name)))
        {
            await using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : name.EndsWith(".zst", StringComparison.Ordinal) ? new ZstdSharp.CompressionStream(file) : (Stream)file;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        }

        var (_, whole) = await Read(Options(name));
        for (var from = 0; from <= lines.Count; from++)
        {
            var (_, rest) = await Read(Options(name), SplitPositions.Empty.Advance(new("in", name), from));

            Assert.Equal(Places(whole).Where(p => p >= from), Places(rest));
        }
    }

    [Theory]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.jsonl.zst")]
    public async Task A_compressed_file_that_is_cut_or_damaged_stops_the_run_or_is_a_dead_letter(string name)
    {
        var random = new Random(5);
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{{\"text\": \"{random.Next()}\"}}\n"));
        using var stored = new MemoryStream();
        await using (var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionLevel.Fastest, leaveOpen: true) : (Stream)new ZstdSharp.CompressionStream(stored))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        foreach (var length in new[] { 5, (int)stored.Length / 2, (int)stored.Length - 1 })
        {
            File.WriteAllBytes(_folder.File(name), stored.ToArray()[..length]);
            var options = Options(name) with { Schema = new Dictionary<string, string> { ["text"] = "string" } };

            await Assert.ThrowsAsync<SourceFaultException>(() => Read(options));
            var (_, batches) = await Read(options with { OnBadFile = BadFileAction.Skip });

            Assert.Contains(name, batches.SelectMany(b => b.Batch.DeadLetters).Last().Error, StringComparison.Ordinal);
            Assert.Empty((await Read(options with { OnBadFile = BadFileAction.Skip }, SplitPositions.Empty.Advance(batches[^1].Split, batches[^1].To))).Batches);
        }
    }

    [Fact]
    public async Task Gzip_members_one_after_the_other_are_one_file()
    {
        using var stored = new MemoryStream();
        foreach (var text in new[] { "one", "two", "three" })
        {
            await using var member = new GZipStream(stored, CompressionLevel.Optimal, leaveOpen: true);
            await member.WriteAsync(Encoding.UTF8.GetBytes($"{{\"text\": \"{text}\"}}\n"));
        }

        await File.WriteAllBytesAsync(_folder.File("a.jsonl.gz"), stored.ToArray());
        Assert.Equal(["one", "two", "three"], (await Read(Options("a.jsonl.gz"))).Batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));

        await File.WriteAllBytesAsync(_folder.File("a.jsonl.gz"), stored.ToArray()[..^3]);
        await Assert.ThrowsAsync<SourceFaultException>(() => Read(Options("a.jsonl.gz") with { InferLines = 1 }));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(24)]
    public async Task A_json_file_may_hold_one_array(int maxBytes)
    {
        Put("a.json", "\uFEFF \n [{\"text\": \"a]}, \\\"[\"},\n{\"text\": {\"no\": [1]}}  ,{broken}, 7,{\"text\": \"the one that is long\"} , {\"text\": \"z\"}]\n");
        var (_, batches) = await Read(Options("a.json") with { MaxLineBytes = new(maxBytes), InferLines = 1 });

        string[] expected = maxBytes > 24 ? ["a]}, \"[", "the one that is long", "z"] : ["a]}, \"[", "z"];
        Assert.Equal(expected, batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        Assert.Equal(6 - expected.Length, batches.SelectMany(b => b.Batch.DeadLetters).Count());
        Assert.Equal(6, batches[^1].To);
        Assert.Equal("z", Assert.Single((await Read(Options("a.json"), SplitPositions.Empty.Advance(new("in", "a.json"), 5))).Batches.SelectMany(b => b.Batch.Samples)).Text);
    }

    [Fact]
    public async Task An_array_of_any_size_is_read_and_one_that_does_not_end_is_a_bad_file()
    {
        var elements = Enumerable.Range(0, 20_000).Select(i => $"{{\"text\": \"{new string('x', i % 300)}\"}}").ToList();
        Put("a.json", $"[{string.Join(", ", elements)}]");
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => i % 300), (await Read(Options("a.json"))).Batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text.Length));

        Put("a.json", $"[{string.Join(", ", elements)}");
        await Assert.ThrowsAsync<SourceFaultException>(() => Read(Options("a.json")));

        Put("a.json", "[]");
        await Assert.ThrowsAsync<BadInputException>(() => Read(Options("a.json")));

        Put("a.json", "{\"text\": \"lines\"}\n{\"text\": \"too\"}");
        Assert.Equal(["lines", "too"], (await Read(Options("a.json"))).Batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
    }

    [Fact]
    public async Task Relative_paths_of_media_start_where_they_are_told_to()
    {
        Put("a.jsonl", """{"text": "x", "images": ["a/b.png", "/c.png", "https://example.org/d.png", ""]}""");
        Assert.Equal(["a/b.png", "/c.png", "https://example.org/d.png", ""], await Paths(""));
        Assert.Equal(["/data/pictures/a/b.png", "/c.png", "https://example.org/d.png", ""], await Paths("/data/pictures"));

        async Task<IEnumerable<string?>> Paths(string root) =>
            (await Read(Options("a.jsonl") with { MediaRoot = root })).Batches.Single().Batch.Samples.Single().Images.Select(i => i.Path);
    }

    [Fact]
    public async Task A_file_without_any_object_is_bad_input()
    {
        Put("a.jsonl", "no\njson\n");

        await Assert.ThrowsAsync<BadInputException>(() => Read());
    }

    public void Dispose() => _folder.Dispose();

    private static JsonlSourceOptions Options(string path) => new() { Path = [path] };

    private static IEnumerable<long> Places(IEnumerable<SourceBatch> batches) =>
        batches.SelectMany(b => b.Batch.Samples.Select(s => s.Lineage.Position).Concat(b.Batch.DeadLetters.Select(d => d.Lineage.Position))).Order();

    private void Put(string name, string content) => File.WriteAllText(_folder.File(name), content.ReplaceLineEndings("\n"));

    private async Task<(RowSchema Schema, List<SourceBatch> Batches)> Read(JsonlSourceOptions? options = null, SplitPositions? from = null)
    {
        await using var source = new JsonlSource(options ?? Options("*.jsonl"));
        var context = Shards.Context(_folder.Path);
        var schema = await source.DescribeAsync(context, CancellationToken.None);
        var batches = new List<SourceBatch>();
        await foreach (var batch in source.ReadAsync(from ?? SplitPositions.Empty, CancellationToken.None))
        {
            batches.Add(batch);
        }

        return (schema, batches);
    }
}
