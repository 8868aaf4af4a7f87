using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Streaming.Cli.Tests;

/// <summary>The loop of <c>topologies/codevelopment.yaml</c>: a trainer reads packs while they are made, reports its losses by source, and the mix follows; killed and started again in the middle.</summary>
public sealed class CodevelopmentTests
{
    [Fact]
    public async Task A_trainers_losses_move_the_mix_and_the_table_says_how()
    {
        using var folder = new TempFolder();
        var table = Path.Combine(folder.Path, "codevelopment");
        var trainer = new UnigramTrainer();
        await RunAsync(table, trainer, "--max-epochs", "5");
        var half = trainer.Step;
        await RunAsync(table, trainer);
        Assert.True(half > 0 && trainer.Step > half);

        var manifests = Directory.GetFiles(Path.Combine(table, "_streaming", "epochs"), "*.json").Order(StringComparer.Ordinal).Select(f => JsonNode.Parse(File.ReadAllText(f))!).ToList();
        var policies = manifests.Select(m => m["steering"]?["policy"]).OfType<JsonObject>().ToList();
        Assert.All(policies, p => Assert.Equal("odm", (string?)p["name"]));
        Assert.Contains(policies, p => p["losses"]!.AsObject().Count == 2);

        // Exp3's count of borders goes on where the first process ended: it acted at some border of each run.
        var borders = policies.Select(p => (int)p["state"]!["borders"]!).ToList();
        Assert.Equal(borders.Order(), borders);
        Assert.Equal(borders.Distinct().Count(), borders[^1]);

        // Reward is loss: the source that the model knows least has more of the mix than the topology gave it, and got more of the samples.
        var worst = trainer.MeanLosses.MaxBy(l => l.Value).Key;
        var weights = manifests[^1]["mix"]!["weights"]!.AsObject();
        Assert.True((double)weights[worst]! > weights.Where(w => w.Key != worst).Max(w => (double)w.Value!), weights.ToJsonString());
    }

    private static async Task RunAsync(string table, UnigramTrainer trainer, params string[] more)
    {
        string[] arguments = [typeof(StreamingCommand).Assembly.Location, "run", Repository.File("topologies", "codevelopment.yaml"), "--json", "--set", "feed.http_port=0", "--set", "feed.flight_port=0", "--set", $"sink.delta.path={table}", .. more];
        using var run = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await RunWithFeedTests.AddressAsync(run) };
            var said = run.StandardOutput.ReadToEndAsync();
            var errors = run.StandardError.ReadToEndAsync();
            await trainer.TrainAsync(client, said);
            var end = JsonNode.Parse((await said.WaitAsync(TimeSpan.FromMinutes(2))).Trim().Split('\n')[^1])!;
            Assert.True((string?)end["status"] == "completed", await errors);
        }
        finally
        {
            run.Kill();
        }
    }

    // Counts tokens; a token's loss is -ln of its share among those seen before, by Laplace's rule.
    private sealed class UnigramTrainer
    {
        private const int Vocabulary = 50_000;

        private readonly Dictionary<int, long> _counts = [];
        private readonly Dictionary<string, (double Sum, int Reports)> _told = [];
        private long _seen;

        public long Step { get; private set; }

        public IReadOnlyDictionary<string, double> MeanLosses => _told.ToDictionary(t => t.Key, t => t.Value.Sum / t.Value.Reports);

        // Until the run ends and cuts the stream.
        public async Task TrainAsync(HttpClient client, Task ended)
        {
            try
            {
                await using var stream = await client.GetStreamAsync(new Uri("/v1/feed?table=codevelopment&columns=input_ids,cu_seqlens,sources&batch_rows=64&follow=true", UriKind.Relative));
                using var reader = new ArrowStreamReader(stream);
                while (await reader.ReadNextRecordBatchAsync() is { } batch)
                {
                    using var answer = await client.PostAsJsonAsync("/v1/feedback", new { step = ++Step, losses = Learn(batch) });
                    Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
            {
                await ended.WaitAsync(TimeSpan.FromMinutes(1));
            }
        }

        private Dictionary<string, double> Learn(RecordBatch batch)
        {
            var losses = new Dictionary<string, (double Sum, long Tokens)>();
            for (var row = 0; row < batch.Length; row++)
            {
                var ids = (Int32Array)((ListArray)batch.Column("input_ids")).GetSlicedValues(row);
                var borders = (Int32Array)((ListArray)batch.Column("cu_seqlens")).GetSlicedValues(row);
                var sources = (StringArray)((ListArray)batch.Column("sources")).GetSlicedValues(row);
                for (var document = 0; document < sources.Length; document++)
                {
                    var (sum, tokens) = losses.GetValueOrDefault(sources.GetString(document));
                    for (var i = borders.GetValue(document)!.Value; i < borders.GetValue(document + 1)!.Value; i++)
                    {
                        var id = ids.GetValue(i)!.Value;
                        sum -= Math.Log((_counts.GetValueOrDefault(id) + 1.0) / (_seen + Vocabulary));
                        _counts[id] = _counts.GetValueOrDefault(id) + 1;
                        _seen++;
                        tokens++;
                    }

                    losses[sources.GetString(document)] = (sum, tokens);
                }
            }

            var means = losses.ToDictionary(l => l.Key, l => l.Value.Sum / l.Value.Tokens);
            foreach (var (source, loss) in means)
            {
                var before = _told.GetValueOrDefault(source);
                _told[source] = (before.Sum + loss, before.Reports + 1);
            }

            return means;
        }
    }
}
