using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Cli;
using Streaming.Operators;
using Streaming.S3Server;
using Streaming.Tables;

namespace Streaming.S3.Tests.Tables;

/// <summary>One server for the tests that use the command; each has a bucket and a folder of its own.</summary>
public sealed class CommandServer : IAsyncLifetime
{
    public const string Name = "command";

    private int _buckets;

    public ObjectServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ObjectServer.StartAsync();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", Server.Address);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal Bucketed New()
    {
        Server.Heal();
        Server.Seen.Clear();
        var name = $"bucket-{Interlocked.Increment(ref _buckets)}";
        Server.Buckets[name] = new();
        return new(Server, name);
    }
}

[CollectionDefinition(CommandServer.Name)]
public sealed class CommandTests : ICollectionFixture<CommandServer>;

/// <summary>A bucket and a local folder with a topology that writes to it.</summary>
internal sealed class Bucketed(ObjectServer server, string name) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-s3-");

    public string Folder => _folder.FullName;

    public string Address => $"s3://{name}";

    public string Table => $"{Address}/out/docs";

    public string LocalTable => Path.Combine(Folder, "out/docs");

    public Bucket Bucket => server.Buckets[name];

    /// <summary>The topology, which reads <c>in.jsonl</c> of the folder.</summary>
    public string Topology => Write("topology.yaml", $$"""
        name: docs
        memory: 64MiB
        epoch: { samples: 1000 }
        source: { jsonl: { path: in.jsonl } }
        steps:
          - text_length_filter: { min_len: 10 }
          - document_deduplicator
        dead_letters: { max_ratio: 0.5 }
        sink: { delta: { path: "{{Table}}" } }
        """);

    public string Write(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Documents: each tenth is short, one in ten repeats the one before it, one in ninety is no JSON.</summary>
    public string WriteDocuments(int count, int bytes = 0) => Write("in.jsonl", Documents(count, bytes));

    public static string Documents(int count, int bytes = 0)
    {
        var random = new Random(7);
        var lines = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var noise = new byte[bytes];
            random.NextBytes(noise);
            var text = i % 10 == 0 ? "short" : $"a document of some length with the number {(i % 10 == 6 ? i - 1 : i)} {(i % 10 is 5 or 6 ? "" : Convert.ToBase64String(noise))}";
            lines.Append(i % 90 == 89 ? "{ this is not JSON\n" : $"{{\"id\":\"d{i}\",\"text\":\"{text}\"}}\n");
        }

        return lines.ToString();
    }

    /// <summary>The digests of a table's files in log order.</summary>
    public static async Task<IReadOnlyList<string>> DigestsAsync(string place)
    {
        var store = ObjectStores.Open(place);
        var digests = new List<string>();
        foreach (var file in (await new DeltaLog(store, null).ReadAsync(default))!.Files)
        {
            await using var stream = (await store.OpenReadAsync(file.Path, default))!;
            digests.Add(Convert.ToHexString(await SHA256.HashDataAsync(stream)));
        }

        return digests;
    }

    /// <summary>Runs the command in this process.</summary>
    public static async Task<Result> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await StreamingCommand.InvokeAsync(arguments, new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error)));
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts the command as a process.</summary>
    public static Process Start(IReadOnlyDictionary<string, string>? variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StreamingCommand).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal sealed record Result(int Code, string Out, string Error)
    {
        public JsonNode Json => JsonNode.Parse(Out.TrimEnd().Split('\n')[^1])!;
    }
}
