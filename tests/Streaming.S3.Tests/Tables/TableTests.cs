using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow.Ipc;
using Streaming.S3Server;

namespace Streaming.S3.Tests.Tables;

/// <summary>The command on tables in a bucket.</summary>
[Collection(CommandServer.Name)]
public sealed class TableTests(CommandServer server) : IDisposable
{
    private readonly Bucketed _it = server.New();

    public void Dispose() => _it.Dispose();

    [Fact]
    public async Task A_run_gives_the_files_of_a_run_on_a_disk_and_a_second_has_nothing_to_do()
    {
        _it.WriteDocuments(2500);
        var run = await Bucketed.RunAsync("run", _it.Topology, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--set", $"sink.delta.path={_it.LocalTable}", "--quiet")).Code);
        foreach (var side in new[] { "", ".rejects", ".dead_letters" })
        {
            Assert.Equal(await Bucketed.DigestsAsync(_it.LocalTable + side), await Bucketed.DigestsAsync(_it.Table + side));
        }

        var before = _it.Bucket.Objects.Select(o => o.Key).ToList();
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--json")).Json["samples"]!["in"]!.GetValue<int>());
        Assert.Equal(before, _it.Bucket.Objects.Select(o => o.Key));
        Assert.Contains(before, key => key.StartsWith("out/docs/_streaming/state/", StringComparison.Ordinal));
        Assert.Equal(["in.jsonl", "out", "topology.yaml"], Directory.GetFileSystemEntries(_it.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Every_verb_works_on_an_address()
    {
        _it.WriteDocuments(2500);
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--set", "rejects=off", "--quiet")).Code);
        var rows = (await Bucketed.RunAsync("inspect", _it.Table, "--json")).Json["rows"]!.GetValue<int>();
        Assert.Equal(0, (await Bucketed.RunAsync("analyze", _it.Table, "--json")).Code);
        Assert.Equal(0, (await Bucketed.RunAsync("inspect", _it.Table, "--sample", "d77")).Code);
        var replay = await Bucketed.RunAsync("replay", _it.Table, "--into", $"{_it.Address}/again", "--verify", "--json");
        Assert.True(replay.Code == 0, replay.Out + replay.Error);
        Assert.InRange(replay.Json["files_compared"]!.GetValue<int>(), 3, 100);

        var compacted = (await Bucketed.RunAsync("compact", _it.Table, "--min-files", "2", "--target-bytes", "1MiB", "--json")).Json["tables"]![0]!;
        Assert.Equal((1, 3), (compacted["merged"]!.GetValue<int>(), compacted["parts"]!.GetValue<int>()));
        var gone = (await Bucketed.RunAsync("vacuum", _it.Table, "--days", "0", "--json")).Json["files"]!.AsArray().Select(f => f!.GetValue<string>());
        Assert.Equal(3, gone.Count(f => f.StartsWith($"{_it.Table}/part-", StringComparison.Ordinal)));
        Assert.Equal(rows, (await Bucketed.RunAsync("inspect", _it.Table, "--json")).Json["rows"]!.GetValue<int>());
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--set", "rejects=off", "--quiet")).Code);
    }

    [Fact]
    public async Task Rejects_in_a_bucket_are_let_back_in()
    {
        _it.WriteDocuments(500);
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--quiet")).Code);
        var rescored = await Bucketed.RunAsync("rescore", _it.Table + ".rejects", "--with", _it.Topology, "--operator", "text_length_filter", "--set", "steps.0.text_length_filter.min_len=2", "--json");
        Assert.True(rescored.Code == 0, rescored.Out + rescored.Error);
        Assert.Equal(50, rescored.Json["rescored"]![0]!["asked"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_table_that_grows_in_a_bucket_is_fed()
    {
        _it.WriteDocuments(2500);
        Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--max-epochs", "1", "--quiet")).Code);
        using var serving = Bucketed.Start(null, "serve", _it.Table, "--http-port", "0", "--flight-port", "0", "--json");
        try
        {
            var told = JsonNode.Parse((await serving.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)))!)!;
            using var client = new HttpClient();
            await using var stream = await client.GetStreamAsync(new Uri($"{told["http"]}/v1/feed?table=docs&columns=id&follow=true&batch_rows=10"));
            using var reader = new ArrowStreamReader(stream);
            var ids = new HashSet<string>();
            await ReadAsync(reader, ids, 500);
            Assert.Equal(0, (await Bucketed.RunAsync("run", _it.Topology, "--quiet")).Code);
            var rows = (await Bucketed.RunAsync("inspect", _it.Table, "--json")).Json["rows"]!.GetValue<int>();
            Assert.InRange(rows, 1500, 2500);
            await ReadAsync(reader, ids, rows - 200);
        }
        finally
        {
            serving.Kill();
        }
    }

    [Fact]
    public async Task No_secret_is_written_anywhere_or_told()
    {
        _it.WriteDocuments(300);
        var run = await Bucketed.RunAsync("run", _it.Topology, "--json");
        Assert.Equal(0, run.Code);
        var secret = Encoding.UTF8.GetBytes(ObjectServer.SecretKey);
        Assert.All(_it.Bucket.Objects, o => Assert.True(o.Value.Content.AsSpan().IndexOf(secret) < 0 && o.Value.Content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ObjectServer.AccessKey)) < 0, o.Key));
        Assert.DoesNotContain(ObjectServer.SecretKey, run.Out + run.Error, StringComparison.Ordinal);

        var wrong = new Dictionary<string, string> { ["AWS_SECRET_ACCESS_KEY"] = "wrong-secret-0123456789" };
        using var process = Bucketed.Start(wrong, "run", _it.Topology);
        var told = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("SignatureDoesNotMatch", told, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", told, StringComparison.Ordinal);
        Assert.DoesNotContain(ObjectServer.AccessKey, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gs://bucket/x", "no store has the scheme 'gs://'; there are: folders, s3://")]
    [InlineData("s3://Bucket/x", "'Bucket' is no name of a bucket")]
    [InlineData("s3://name:hidden@bucket/x", "without a name, a password")]
    [InlineData("s3://bucket/a/../x", "is no address of a folder")]
    public async Task An_address_that_cannot_be_is_a_problem_with_its_place(string address, string words)
    {
        _it.WriteDocuments(10);
        var topology = _it.Write("wrong.yaml", $"name: wrong\nsource: {{ jsonl: {{ path: in.jsonl }} }}\nsink: {{ delta: {{ path: \"{address}\" }} }}\nrejects: {{ path: \"{address}.r\" }}\n");
        var result = await Bucketed.RunAsync("validate", topology);
        Assert.Equal(2, result.Code);
        Assert.Contains("wrong.yaml:3:24:", result.Out + result.Error, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:4:18:", result.Out + result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Out + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_bad_input()
    {
        _it.WriteDocuments(10);
        var result = await Bucketed.RunAsync("run", _it.Topology, "--set", "sink.delta.path=s3://no-such-bucket/x");
        Assert.Equal(2, result.Code);
        Assert.Contains("NoSuchBucket", result.Error, StringComparison.Ordinal);
    }

    private static async Task ReadAsync(ArrowStreamReader reader, HashSet<string> ids, int atLeast)
    {
        while (ids.Count < atLeast)
        {
            using var batch = await reader.ReadNextRecordBatchAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new InvalidDataException($"The feed ended after {ids.Count} rows.");
            var column = (Apache.Arrow.StringArray)batch.Column(0);
            for (var i = 0; i < column.Length; i++)
            {
                Assert.True(ids.Add(column.GetString(i)), $"{column.GetString(i)} came twice");
            }
        }
    }
}
