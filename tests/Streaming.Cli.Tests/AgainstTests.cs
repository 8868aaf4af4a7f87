using System.Text.Json;

namespace Streaming.Cli.Tests;

/// <summary>Deduplicators against what other tables hold.</summary>
public sealed class AgainstTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-against-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("document_deduplicator", "store: memory")]
    [InlineData("document_deduplicator", "store: rocksdb, store_memory: 8MiB")]
    [InlineData("document_deduplicator", "keep: best, quality: text")]
    [InlineData("document_minhash_deduplicator", "store: rocksdb, store_memory: 8MiB")]
    [InlineData("document_simhash_deduplicator", "store: rocksdb, store_memory: 8MiB, window_size: 2")]
    [InlineData("bloom_deduplicator", "k: 7, n_grams: 3, m_bytes: 65536, strict: true, norm_config: { norm_numbers: false }")]
    public async Task What_another_pipeline_committed_is_seen_and_is_read_only_once(string deduplicator, string options)
    {
        Write("first.jsonl", Enumerable.Range(0, 60));
        Topology("first", "first.jsonl", "");
        Topology("second", "second.jsonl", $$"""

            steps:
              - {{deduplicator}}: { {{options}}, against: [out/first, out/none] }
            """);
        await RunAsync("first");
        Write("second.jsonl", Enumerable.Range(40, 40));
        await RunAsync("second");
        Assert.Equal(Enumerable.Range(60, 20), await KeptAsync("second"));

        // The other table grows; the file of its second epoch, which was read, cannot be read any more.
        Write("first.jsonl", Enumerable.Range(0, 60).Concat(Enumerable.Range(100, 20)));
        await RunAsync("first");
        var shards = Directory.GetFiles(Path.Combine(_folder.FullName, "out", "first"), "*.parquet").Order().ToList();
        Assert.True(shards.Count >= 3, $"{shards.Count} shards");
        File.WriteAllText(shards[1], "broken");
        Write("second.jsonl", Enumerable.Range(40, 40).Concat(Enumerable.Range(90, 40)));
        await RunAsync("second");

        Assert.Equal([.. Enumerable.Range(60, 20), .. Enumerable.Range(90, 10), .. Enumerable.Range(120, 10)], await KeptAsync("second"));
    }

    [Fact]
    public async Task A_table_without_files_is_empty_and_one_that_is_not_named_any_more_does_not_count()
    {
        Write("first.jsonl", Enumerable.Range(0, 30));
        Topology("first", "first.jsonl", "");
        Topology("empty", "first.jsonl", "\nsteps: [ text_length_filter: { max_len: 1 } ]");
        await RunAsync("first");
        await RunAsync("empty");
        Write("second.jsonl", Enumerable.Range(11, 20));
        Topology("second", "second.jsonl", "\nsteps: [ document_deduplicator: { against: [out/first, out/empty] } ]");
        await RunAsync("second");
        Assert.Equal([30], await KeptAsync("second"));

        Write("second.jsonl", [.. Enumerable.Range(11, 20), .. Enumerable.Range(0, 10)]);
        Topology("second", "second.jsonl", "\nsteps: [ document_deduplicator: { against: [out/empty] } ]");
        await RunAsync("second");
        Assert.Equal([30, .. Enumerable.Range(0, 10)], await KeptAsync("second"));
    }

    private static string TextOf(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, 40).Select(_ => $"w{random.Next(100_000)}"));
    }

    [Fact]
    public async Task Two_steps_that_name_one_store_directory_are_refused_before_the_run()
    {
        Write("first.jsonl", Enumerable.Range(0, 3));
        Topology("first", "first.jsonl", """

            steps:
              - document_deduplicator: { store: rocksdb, store_directory: index }
              - document_minhash_deduplicator: { store: rocksdb, store_directory: ./index/ }
            """);

        var result = await CommandLine.RunAsync("run", Path.Combine(_folder.FullName, "first.yaml"), "--json");

        Assert.Equal(2, result.Code);
        Assert.Contains("each operator needs one of its own", result.Error, StringComparison.Ordinal);
        Assert.Contains("first.yaml:", result.Error, StringComparison.Ordinal);
    }

    private void Write(string file, IEnumerable<int> numbers) => File.WriteAllLines(
        Path.Combine(_folder.FullName, file), numbers.Select((n, i) => JsonSerializer.Serialize(new { id = $"{Path.GetFileNameWithoutExtension(file)}-{i}", text = $"{n}# {TextOf(n)}" })));

    private void Topology(string name, string input, string steps) => File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.yaml"), $$"""
        name: {{name}}
        epoch: { samples: 20 }
        source:
          jsonl: { path: {{input}} }{{steps}}
        sinks:
          shards: { delta: { path: out/{{name}} } }
        """);

    private async Task RunAsync(string name)
    {
        var run = await CommandLine.RunAsync("run", Path.Combine(_folder.FullName, $"{name}.yaml"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
    }

    private async Task<IEnumerable<int>> KeptAsync(string name)
    {
        await using var dataset = await Dataset.OpenAsync([Path.Combine(_folder.FullName, "out", name)], new Dictionary<string, string>(), ["text"], default);
        var kept = new List<int>();
        await foreach (var batch in dataset.ReadAsync(default))
        {
            kept.AddRange(batch.Batch.Samples.Select(s => int.Parse(s.Text.Split('#')[0])));
        }

        return kept;
    }
}
