using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>A folder with a topology, and its tables as a foreign reader sees them: the files that the log's own entries name, read by DuckDB.</summary>
internal sealed class PageTable : IDisposable
{
    public PageTable(string yaml)
    {
        Topology = Path.Combine(Folder, "topology.yaml");
        File.WriteAllText(Topology, yaml);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-kafka-run-").FullName;

    public string Topology { get; }

    /// <summary>Settings with which a group notices within two seconds that a worker is gone.</summary>
    public const string QuickSettings = "\"session.timeout.ms\": \"2000\", \"heartbeat.interval.ms\": \"300\"";

    /// <summary>A topology with one Kafka source.</summary>
    public static PageTable For(string bootstrap, string topic, string source = "", string more = "epoch: { every: 300ms }")
    {
        var options = source.Length > 0 ? source : "columns: { text: body, url: page.url, n: page.n }, types: { n: int64 }";
        return new($$"""
            name: pages
            {{more}}
            source: { kafka: { bootstrap_servers: "{{bootstrap}}", topics: ["{{topic}}"], group_id: "{{topic.TrimStart('^')}}", {{options}} } }
            sink: { delta: { path: out/pages } }
            dead_letters: { path: out/letters, max_ratio: 1 }
            """);
    }

    /// <summary>How many versions the primary log has.</summary>
    public int Versions => Directory.Exists(Log("pages")) ? Directory.GetFiles(Log("pages"), "*.json").Count(f => char.IsDigit(Path.GetFileName(f)[0])) : 0;

    /// <summary>What the primary log's <c>txn</c> actions say of each partition, as <c>topic/partition</c>.</summary>
    public IReadOnlyDictionary<string, long> Positions()
    {
        var positions = new Dictionary<string, long>();
        foreach (var action in Actions("pages").Select(a => a["txn"]).OfType<JsonNode>())
        {
            var parts = ((string)action["appId"]!).Split('/');
            if (parts.Length >= 3)
            {
                positions[string.Join('/', parts[^2..])] = (long)action["version"]!;
            }
        }

        return positions;
    }

    /// <summary>Waits until something is so.</summary>
    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(isSo, () => what);

    /// <summary>Waits until something is so; else says what was waited for.</summary>
    public static async Task UntilAsync(Func<bool> isSo, Func<string> what, int seconds = 60)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds, $"{what()}: not after {seconds} s");
            await Task.Delay(50);
        }
    }

    /// <summary>The ids, in any order; a repeated one is there as often as it is in the table.</summary>
    public IReadOnlyList<string> Ids(string table = "pages") => [.. Query("id", table).Select(r => (string)r[0]!)];

    /// <summary>Waits until so many samples are there.</summary>
    public async Task WaitForAsync(int samples, int seconds = 90, params IReadOnlyList<Worker> workers)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (Ids().Count is var count && count < samples)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds, $"{count} of {samples} samples after {seconds} s\n{string.Join("\n---\n", workers.Select(w => w.Errors))}");
            await Task.Delay(100);
        }
    }

    public List<object?[]> Query(string columns, string table = "pages", string? by = null)
    {
        var files = Files(table);
        if (files.Count == 0)
        {
            return [];
        }

        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM read_parquet([{string.Join(',', files.Select(f => $"'{f}'"))}]{(by is null ? ")" : $", filename=true) GROUP BY {by}")}";
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private string Log(string table) => Path.Combine(Folder, "out", table, "_delta_log");

    private IEnumerable<JsonNode> Actions(string table) =>
        (Directory.Exists(Log(table)) ? Directory.GetFiles(Log(table), "*.json") : []).Order().SelectMany(File.ReadAllLines).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!);

    private List<string> Files(string table)
    {
        var files = new List<string>();
        foreach (var action in Actions(table))
        {
            if (action["add"]?["path"] is { } added)
            {
                files.Add(Path.Combine(Folder, "out", table, (string)added!));
            }
            else if (action["remove"]?["path"] is { } removed)
            {
                files.Remove(Path.Combine(Folder, "out", table, (string)removed!));
            }
        }

        return files;
    }
}
