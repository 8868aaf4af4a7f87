using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace Streaming.Cli.Kafka;

/// <summary>What <c>ingest</c> was asked for, as a topology.</summary>
internal sealed class IngestJob
{
    // An epoch is one transaction: small enough that a reader need not wait long for it.
    private const int EpochSamples = 20_000;
    private const string Scheme = "kafka://";

    private readonly string _source;
    private readonly string _servers;
    private readonly string _kind;
    private readonly string _key;
    private readonly string _value;
    private readonly string _column;

    public IngestJob(string source, string to, string? kind, string key, string value, string column, string? state)
    {
        var slash = to.LastIndexOf('/');
        if (!to.StartsWith(Scheme, StringComparison.Ordinal) || slash <= Scheme.Length || slash == to.Length - 1)
        {
            throw new BadInputException($"--to takes kafka://host:port/topic, not '{to}'.");
        }

        (_source, _servers, Topic) = (source, to[Scheme.Length..slash], to[(slash + 1)..]);
        (_kind, _key, _value, _column) = (kind ?? KindOf(source), key, value, column);
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Join('\n', Path.GetFullPath(source), to, _kind)));
        State = state ?? $"ingest/{Topic}-{hash:x16}";
    }

    public string Topic { get; }

    /// <summary>The folder of its progress.</summary>
    public string State { get; }

    /// <summary>The topology; JSON is YAML.</summary>
    public JsonObject Topology() => new()
    {
        ["name"] = "ingest",
        ["epoch"] = new JsonObject { ["samples"] = EpochSamples, ["bytes"] = "64MiB" },
        ["source"] = new JsonObject { [_kind] = new JsonObject { ["path"] = _source } },
        ["sink"] = new JsonObject
        {
            ["kafka"] = new JsonObject
            {
                ["bootstrap_servers"] = _servers,
                ["topic"] = Topic,
                ["path"] = State,
                ["key"] = _key == "none" ? null : _key,
                ["value"] = _value,
                ["value_column"] = _column,
            },
        },
    };

    private static string KindOf(string source)
    {
        if (Directory.Exists(Path.Combine(source, "_delta_log")))
        {
            return "delta";
        }

        var names = Directory.Exists(source) ? Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Take(1_000) : [source];
        return names.Select(KindOfFile).FirstOrDefault(k => k is not null) ?? "files";
    }

    private static string? KindOfFile(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".gz" or ".zst" => KindOfFile(Path.GetFileNameWithoutExtension(name)),
        ".parquet" => "parquet",
        ".jsonl" or ".ndjson" => "jsonl",
        ".warc" or ".wet" => "warc",
        ".tar" or ".tgz" => "tar",
        _ => null,
    };
}
