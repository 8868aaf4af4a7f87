using System.Diagnostics;
using Streaming.Tables;
using Streaming.Testing;
using Xunit.Abstractions;

namespace Streaming.Parquet.Tests.Checkpoints;

public sealed class LargeTableTests(ITestOutputHelper output)
{
    private const int Entries = 10_000;
    private const int FilesPerEntry = 10;
    private const int CheckpointEvery = 100;

    // Measured by hand on 2 shared cores: see the figure that it prints; the limit of the project is 5 s.
    [Fact]
    public async Task A_table_of_100_000_files_opens_by_its_checkpoint_and_the_entries_after_it()
    {
        var memory = Stores.InMemory();
        var log = Logs.Open(memory);
        TableSnapshot? table = null;
        for (var version = 0; version < Entries; version++)
        {
            await log.TryCommitAsync(version, Entry(version), default);
            table = version == 0 ? await log.ReadAsync(default) : await log.RefreshAsync(table!, default);
            if (version == Entries - (CheckpointEvery / 2))
            {
                await log.WriteCheckpointAsync(table!, default);
            }
        }

        var seen = new FaultingStore(memory);
        var clock = Stopwatch.StartNew();
        var opened = (await Logs.Open(seen).ReadAsync(default))!;
        output.WriteLine($"{opened.Files.Count} files in {Entries} entries opened in {clock.ElapsedMilliseconds} ms");
        Assert.Equal(table!.Files.Select(f => f.Path), opened.Files.Select(f => f.Path));
        Assert.InRange(seen.Seen.Count, 1, CheckpointEvery);
    }

    private static LogAction[] Entry(int version) =>
    [
        .. version == 0 ? (LogAction[])[ProtocolAction.Current, Logs.Metadata] : [],
        .. Enumerable.Range(0, FilesPerEntry).Select(i => Logs.Add($"epoch-{version:D6}/{i:D3}-of-{FilesPerEntry:D3}.parquet", version)),
        .. Enumerable.Range(0, 4).Select(i => new TxnAction($"docs/web/{i}", version)),
    ];
}
