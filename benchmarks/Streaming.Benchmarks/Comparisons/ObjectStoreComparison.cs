using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.S3Server;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Commits and reads against an S3 server in this process, beside a folder: what the protocol costs, with no network in between.</summary>
internal static class ObjectStoreComparison
{
    private const string File = "part-00000000-00-00000-0123456789abcdef.parquet";

    private static readonly RowSchema Schema = new([new("id", ColumnType.String, Nullable: false), new("text", ColumnType.String)]);

    /// <summary>Arguments: documents (default 100,000), commits (default 500), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (documents, commits, rounds) = (Argument.At(arguments, 0, 100_000), Argument.At(arguments, 1, 500), Argument.At(arguments, 2, 5));
        await using var server = await ObjectServer.StartAsync();
        foreach (var (name, value) in new[] { ("AWS_ENDPOINT_URL", server.Address), ("AWS_REGION", ObjectServer.Region), ("AWS_ACCESS_KEY_ID", ObjectServer.AccessKey), ("AWS_SECRET_ACCESS_KEY", ObjectServer.SecretKey) })
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        var corpus = Directory.GetFiles(await CorpusFiles.WebAsync(documents)).Order(StringComparer.Ordinal).First();
        var (folder, bucket) = (Workspace.Fresh("out-object-store"), "s3://bucket");
        await CopyAsync(corpus, ObjectStores.Open(folder));
        await CopyAsync(corpus, ObjectStores.Open(bucket));

        var table = 0;
        Console.WriteLine("Log entries of one file each, put if absent (on a disk: fsync of the entry and its folder):\n");
        await new Contest(rounds)
            .Add("folder", () => CommitAsync($"{folder}/t{table++}", commits))
            .Add("s3", () => CommitAsync($"{bucket}/t{table++}", commits))
            .RunAsync(commits, "commit");

        var megabytes = new FileInfo(corpus).Length / 1e6;
        Console.WriteLine($"A file of {megabytes:F1} MB, read as bytes from its beginning to its end:\n");
        await new Contest(rounds).Add("folder", () => ReadAsync(folder)).Add("s3", () => ReadAsync(bucket)).RunAsync(megabytes, "MB");
        Console.WriteLine("The same file, decoded as Parquet, all columns:\n");
        await new Contest(rounds).Add("folder", () => DecodeAsync(folder)).Add("s3", () => DecodeAsync(bucket)).RunAsync(megabytes, "MB");
    }

    private static async Task CopyAsync(string file, IObjectStore store)
    {
        await using var from = System.IO.File.OpenRead(file);
        await using var to = await store.CreateAsync(File, CancellationToken.None);
        await from.CopyToAsync(to.Content);
        await to.PublishAsync(CancellationToken.None);
    }

    private static async Task CommitAsync(string place, int commits)
    {
        var log = new DeltaLog(ObjectStores.Open(place), null);
        for (var version = 0; version < commits; version++)
        {
            LogAction[] first = version > 0 ? [] : [ProtocolAction.Current, MetadataAction.For("7fd0d1a6-94a1-4f3c-9c0e-9d0a6a0b5a55", "commits", Schema, DateTimeOffset.UnixEpoch)];
            if (!await log.TryCommitAsync(version, [.. first, new AddAction($"part-{version:D8}.parquet", 1_000, version, true, """{"numRecords":100}""")], CancellationToken.None))
            {
                throw new InvalidOperationException("Another was first, and there is none.");
            }
        }
    }

    private static async Task ReadAsync(string place)
    {
        await using var file = (await ObjectStores.Open(place).OpenReadAsync(File, CancellationToken.None))!;
        await file.CopyToAsync(Stream.Null, 1 << 20);
    }

    private static async Task DecodeAsync(string place)
    {
        using var file = ParquetFile.Open(StorePlace.Join(place, File));
        await foreach (var (_, batch) in file.BatchesAsync(0, [.. file.Fields.Select(f => f.Name)], CancellationToken.None))
        {
            batch.Dispose();
        }
    }
}
