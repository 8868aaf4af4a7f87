using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Streaming.Tables;

namespace Streaming.Cli.Tests;

/// <summary>
/// The command itself, killed with SIGKILL at random moments and started again until it is done: shards, rejects and dead letters are bit for bit those of an
/// undisturbed run. <c>STREAMING_KILLS</c> sets how often (20; the long category of the benchmarks uses 200).
/// </summary>
public sealed class RandomKillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("STREAMING_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 20;

    private static readonly string[] Outputs = ["shards", "shards.rejects", "shards.dead_letters"];

    [Theory]
    [InlineData("memory", "first")]
    [InlineData("rocksdb", "first")]
    [InlineData("rocksdb", "best, quality: text")]
    public async Task A_run_that_is_killed_at_random_moments_gives_the_shards_of_an_undisturbed_one(string store, string keep)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-kills-");
        try
        {
            var undisturbed = Prepare(folder.CreateSubdirectory("undisturbed"), store, keep);
            var watch = Stopwatch.StartNew();
            Assert.Equal(0, await RunAsync(undisturbed, null));
            var whole = watch.Elapsed;

            var killed = Prepare(folder.CreateSubdirectory("killed"), store, keep);
            await KillRepeatedlyAsync(killed, whole);
            foreach (var output in Outputs)
            {
                Assert.Equal(await DigestsAsync(undisturbed, output), await DigestsAsync(killed, output));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Once a table is complete the next kills would find nothing to disturb: then the run begins anew.
    private static async Task KillRepeatedlyAsync(string topology, TimeSpan whole)
    {
        var random = new Random(2_024);
        for (var kills = 0; kills < Kills;)
        {
            var exit = await RunAsync(topology, whole * (0.15 + (0.6 * random.NextDouble())));
            if (exit != 0)
            {
                kills++;
            }
            else if (kills < Kills)
            {
                // Measured on a machine that was busier then, the whole run may seem so long that every kill comes too late.
                whole *= 0.9;
                Directory.Delete(Path.Combine(Path.GetDirectoryName(topology)!, "out"), recursive: true);
            }
        }

        Assert.Equal(0, await RunAsync(topology, null));
    }

    private static async Task<int> RunAsync(string topology, TimeSpan? killAfter)
    {
        var cli = Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [cli, "run", topology, "--quiet"]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (killAfter is { } delay)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
            process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}: {await errors}");
        return process.ExitCode;
    }

    private static string Prepare(DirectoryInfo folder, string store, string keep)
    {
        var random = new Random(11);
        var words = "river stone light garden window letter harbour morning copper engine silver forest candle bridge winter paper".Split(' ');
        var lines = new StringBuilder();
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, 5 + random.Next(120)).Select(_ => words[random.Next(words.Length)]));
            lines.AppendLine(i % 90 == 0 ? "{ this is not JSON" : $$"""{"id":"d{{i}}","text":"{{(i % 7 == 0 ? "the same text again and again, in one document after the other" : text)}}"}""");
        }

        File.WriteAllText(Path.Combine(folder.FullName, "documents.jsonl"), lines.ToString());
        var topology = Path.Combine(folder.FullName, "topology.yaml");
        File.WriteAllText(topology, $$"""
            name: killed
            epoch: { samples: 170 }
            source:
              jsonl: { path: documents.jsonl }
            steps:
              - whitespace_normalization_mapper
              - text_length_filter: { min_len: 80 }
              - document_deduplicator: { store: {{store}}, store_memory: 8MiB }
              - document_minhash_deduplicator: { hash: xxh3, store: {{store}}, store_memory: 8MiB, keep: {{keep}} }
              - sequence_packer: { tokenizer: cl100k_base, max_tokens: 512, window: 64 }
            sinks:
              shards: { delta: { path: out/shards } }
            """);
        return topology;
    }

    private static async Task<IReadOnlyList<string>> DigestsAsync(string topology, string output)
    {
        var store = new LocalStore(Path.Combine(Path.GetDirectoryName(topology)!, "out", output));
        var digests = new List<string>();
        foreach (var file in (await new DeltaLog(store, new Streaming.Parquet.Checkpoints.ParquetCheckpointFormat()).ReadAsync(default))!.Files)
        {
            await using var stream = (await store.OpenReadAsync(file.Path, default))!;
            digests.Add(Convert.ToHexString(await SHA256.HashDataAsync(stream)));
        }

        return digests;
    }
}
