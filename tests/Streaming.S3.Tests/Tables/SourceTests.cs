using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Streaming.Operators;
using Streaming.S3Server;
using Streaming.Testing.Crawls;

namespace Streaming.S3.Tests.Tables;

/// <summary>Sources that read from a bucket.</summary>
[Collection(CommandServer.Name)]
public sealed class SourceTests(CommandServer server) : IDisposable
{
    private const int Count = 900;

    private readonly Bucketed _it = server.New();

    public void Dispose() => _it.Dispose();

    [Fact]
    public async Task Files_that_were_written_to_a_bucket_are_read_by_folder_glob_name_and_table()
    {
        _it.WriteDocuments(Count, 600);
        await RunAsync("jsonl: { path: in.jsonl }", $"parquet: {{ path: \"{_it.Address}/files\", target_file_size: 64KiB, row_group_size: 32KiB }}", "files");
        var files = _it.Bucket.Objects.Where(o => o.Key.StartsWith("files/part-", StringComparison.Ordinal)).ToList();
        Assert.InRange(files.Count, 2, 100);
        Assert.DoesNotContain(_it.Bucket.Objects, o => o.Key.Contains("_streaming/staging", StringComparison.Ordinal));

        var whole = await RowsAsync($"parquet: {{ path: \"{_it.Address}/files\" }}", "folder");
        Assert.Equal(Count - (Count / 90), whole);
        Assert.Equal(whole, await RowsAsync($"parquet: {{ path: \"{_it.Address}/files/**/part-*.parquet\" }}", "glob"));
        Assert.InRange(await RowsAsync($"parquet: {{ path: \"{_it.Address}/{files[0].Key}\" }}", "file"), 1, whole - 1);
        Assert.Equal(whole, await RowsAsync($"delta: {{ path: \"{_it.Address}/folder\" }}", "table"));
    }

    [Theory]
    [InlineData("docs.jsonl")]
    [InlineData("docs.jsonl.gz")]
    [InlineData("docs.csv")]
    public async Task Lines_are_read_from_a_bucket(string file)
    {
        var text = file.EndsWith("csv", StringComparison.Ordinal)
            ? "id,text\n" + string.Concat(Enumerable.Range(0, Count).Select(i => $"d{i},document {i}\n"))
            : string.Concat(Enumerable.Range(0, Count).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"document {i}\"}}\n"));
        await ObjectStores.Open(_it.Address).PutAsync($"in/{file}", file.EndsWith("gz", StringComparison.Ordinal) ? Zipped(text) : Encoding.UTF8.GetBytes(text), default);
        Assert.Equal(Count, await RowsAsync($"{(file.EndsWith("csv", StringComparison.Ordinal) ? "csv" : "jsonl")}: {{ path: \"{_it.Address}/in/{file}\" }}", "lines"));
    }

    [Fact]
    public async Task Crawls_are_read_from_a_bucket()
    {
        var warc = Enumerable.Range(0, 40).Aggregate(new WarcBuilder(WarcPacking.Gzip), (crawl, i) => crawl.Response($"https://a.example/{i}", $"<html><body><p>page {i}</p></body></html>")).Build();
        await ObjectStores.Open(_it.Address).PutAsync("in/crawl.warc.gz", warc, default);
        Assert.Equal(40, await RowsAsync($"warc: {{ path: \"{_it.Address}/in\" }}", "warc"));

        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            for (var i = 0; i < 40; i++)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{i:D4}.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes($"page {i}")) });
            }
        }

        await ObjectStores.Open(_it.Address).PutAsync("shards/0.tar", tar.ToArray(), default);
        Assert.Equal(40, await RowsAsync($"tar: {{ path: \"{_it.Address}/shards/*.tar\" }}", "tar"));
    }

    [Fact]
    public async Task Only_the_columns_that_are_wanted_are_fetched()
    {
        _it.WriteDocuments(Count, 9_000);
        await RunAsync("jsonl: { path: in.jsonl }", $"parquet: {{ path: \"{_it.Address}/files\" }}", "files");
        var size = _it.Bucket.Objects.Where(o => o.Key.StartsWith("files/part-", StringComparison.Ordinal)).Sum(o => (long)o.Value.Content.Length);
        server.Server.Seen.Clear();
        Assert.Equal(Count - (Count / 90), await RowsAsync($"parquet: {{ path: \"{_it.Address}/files\", select: [id] }}", "ids"));
        var fetched = server.Server.Seen.Where(s => s is { Operation: "GetObject" } && s.Key.StartsWith("files/", StringComparison.Ordinal)).Sum(s => Length(s.Range));
        Assert.InRange(fetched, 1, size / 4);
    }

    [Theory]
    [InlineData(S3FaultKind.CutBody)]
    [InlineData(S3FaultKind.SlowDown)]
    public async Task A_read_over_faults_gives_the_same_bytes(S3FaultKind kind)
    {
        _it.WriteDocuments(Count, 9_000);
        await RunAsync("jsonl: { path: in.jsonl }", $"parquet: {{ path: \"{_it.Address}/files\" }}", "files");
        await RunAsync($"parquet: {{ path: \"{_it.Address}/files\" }}", $"delta: {{ path: \"{_it.Address}/well\" }}", "copy");
        server.Server.Fail(new("GetObject", "files/part", kind) { Times = 4 });
        await RunAsync($"parquet: {{ path: \"{_it.Address}/files\" }}", $"delta: {{ path: \"{_it.Address}/ill\" }}", "copy");
        Assert.Equal(await Bucketed.DigestsAsync($"{_it.Address}/well"), await Bucketed.DigestsAsync($"{_it.Address}/ill"));
    }

    [Fact]
    public async Task A_store_that_stays_away_stops_the_run_and_is_no_fault_of_the_file()
    {
        _it.WriteDocuments(Count, 9_000);
        await RunAsync("jsonl: { path: in.jsonl }", $"parquet: {{ path: \"{_it.Address}/files\" }}", "files");
        server.Server.Fail(new("GetObject", "files/part", S3FaultKind.ResetBefore) { Times = int.MaxValue });
        var topology = Topology($"parquet: {{ path: \"{_it.Address}/files\", on_bad_file: skip }}", $"delta: {{ path: \"{_it.Address}/out\" }}", "away");
        Assert.NotEqual(0, (await Bucketed.RunAsync("run", topology)).Code);
        server.Server.Heal();
        Assert.Equal(0, (await Bucketed.RunAsync("run", topology)).Code);
        Assert.Equal(Count - (Count / 90), (await Bucketed.RunAsync("inspect", $"{_it.Address}/out", "--json")).Json["rows"]!.GetValue<int>());
    }

    private string Topology(string source, string sink, string name) =>
        _it.Write($"{name}.yaml", $"name: {name}\nmemory: 64MiB\nepoch: {{ samples: 400 }}\nsource: {{ {source} }}\ndead_letters: {{ max_ratio: 0.5 }}\nsink: {{ {sink} }}\n");

    private async Task RunAsync(string source, string sink, string name)
    {
        var result = await Bucketed.RunAsync("run", Topology(source, sink, name));
        Assert.True(result.Code == 0, result.Error);
    }

    private async Task<int> RowsAsync(string source, string name)
    {
        await RunAsync(source, $"delta: {{ path: \"{_it.Address}/{name}\" }}", name);
        return (await Bucketed.RunAsync("inspect", $"{_it.Address}/{name}", "--json")).Json["rows"]!.GetValue<int>();
    }

    private static long Length(string range)
    {
        var ends = range["bytes=".Length..].Split('-').Select(e => long.Parse(e, CultureInfo.InvariantCulture)).ToList();
        return ends[1] - ends[0] + 1;
    }

    private static byte[] Zipped(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return zipped.ToArray();
    }
}
