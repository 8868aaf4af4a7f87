using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Corpora;
using Streaming.Parquet.Checkpoints;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How long it takes to read the log of a table of many files: a checkpoint, and the entries of a tenth of the commits after it.</summary>
internal static class OpenTable
{
    private const string Stats = """{"numRecords":100,"minValues":{"id":"d000001","lineage":{"position":100}},"maxValues":{"id":"d999999","lineage":{"position":199}},"nullCount":{"id":0,"text":0,"lineage":{"position":0}}}""";

    private static readonly RowSchema Schema = new([new("id", ColumnType.String, Nullable: false), new("text", ColumnType.String)]);

    /// <summary>Arguments: files (default 100,000), commits (default 1,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (files, commits, rounds) = (Argument.At(arguments, 0, 100_000), Argument.At(arguments, 1, 1_000), Argument.At(arguments, 2, 5));
        var store = new LocalStore(Workspace.Fresh("out-open-table"));
        await BuildAsync(store, files, commits);
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var snapshot = await Log(store).ReadAsync(CancellationToken.None);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (snapshot!.Files.Count != files)
            {
                throw new InvalidOperationException($"{snapshot.Files.Count} files were read.");
            }
        }

        var (min, median) = Times.Of(seconds);
        Console.WriteLine($"Log of {files:N0} files in {commits:N0} commits read: {seconds[0]:F3} s the first time, {min:F3} s min, {median:F3} s median.");
    }

    private static async Task BuildAsync(LocalStore store, int files, int commits)
    {
        var log = Log(store);
        var numbers = Enumerable.Range(0, files).Chunk((files + commits - 1) / commits).ToList();
        for (var version = 0; version < numbers.Count; version++)
        {
            LogAction[] first = version > 0 ? [] : [ProtocolAction.Current, MetadataAction.For("7fd0d1a6-94a1-4f3c-9c0e-9d0a6a0b5a55", "many-files", Schema, DateTimeOffset.UnixEpoch)];
            await log.TryCommitAsync(version, [.. first, .. numbers[version].Select(Add)], CancellationToken.None);
            if (version == numbers.Count / 10 * 9)
            {
                await log.WriteCheckpointAsync((await log.ReadAsync(CancellationToken.None))!, CancellationToken.None);
            }
        }
    }

    private static DeltaLog Log(LocalStore store) => new(store, new ParquetCheckpointFormat());

    private static AddAction Add(int number) => new(string.Create(CultureInfo.InvariantCulture, $"part-{number:D8}-00-00000-0123456789abcdef.parquet"), 1_000_000 + number, number, true, Stats);
}
