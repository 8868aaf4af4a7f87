using System.Diagnostics;
using System.Text.Json.Nodes;
using Streaming.ChatServer;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>The command itself, killed with SIGKILL while it generates, and started again: what an endpoint has answered it is not asked for again.</summary>
public sealed class KilledGenerationTests
{
    private const int Samples = 400;

    [Fact]
    public async Task What_was_generated_before_a_kill_is_not_asked_for_again()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-generations-");
        var killing = true;
        await using var server = await FakeChatServer.StartAsync(asked =>
            ChatReply.Say($"answer to {asked.Prompt}") with { Latency = TimeSpan.FromMilliseconds(killing && asked.Index % 150 > 100 ? 60_000 : 5) });
        var topology = Prepare(folder, server);

        // The server hangs after a while: all that it has answered has long been received when the process dies.
        var kills = 0;
        while (kills < 3)
        {
            var before = server.Requests;
            Assert.Equal(137, await KillAsync(topology, () => server.Requests >= before + 20 && server.Answered.Count == server.Requests - CountOpen(server)));
            kills++;
        }

        killing = false;
        var answered = server.Answered.Count;
        Assert.InRange(answered, 1, Samples - 1);
        var (code, last) = await RunAsync(topology);

        Assert.Equal(0, code);
        Assert.Equal(Samples, server.Answered.Count);
        Assert.All(server.Answered, prompt => Assert.Equal(1, prompt.Value));
        var made = last["generations"]!;
        Assert.Equal(Samples - answered, (int)made["requests"]!);

        // Epochs that the killed runs committed are not read again; of those that they had not, what was answered is known.
        Assert.Equal(Samples, Committed(before: last) + (int)last["samples"]!["out"]!);
        Assert.Equal((int)last["samples"]!["out"]!, (int)made["cache_hits"]! + (int)made["requests"]!);
        Assert.InRange((int)made["cache_hits"]!, 1, answered);
        Assert.True((double)made["cost"]! > 0);
        folder.Delete(recursive: true);
    }

    // Each epoch has 100 samples.
    private static int Committed(JsonNode before) => 100 * ((Samples / 100) - (int)before["epochs"]!);

    // Requests that hang.
    private static int CountOpen(FakeChatServer server) => server.Asked.Count(asked => asked.Index % 150 > 100);

    private static async Task<int> KillAsync(string topology, Func<bool> when)
    {
        using var process = Start(topology);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!process.HasExited && !when())
        {
            await Task.Delay(5, patience.Token);
        }

        // What is on its way from the server arrives, or the request counts as never answered.
        await Task.Delay(3_000);
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<(int Code, JsonNode Last)> RunAsync(string topology)
    {
        using var process = Start(topology);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return (process.ExitCode, JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!);
    }

    // The command's own folder: what lies beside the tests is bound to the framework of their server.
    private static string Command => Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "Streaming.Models.Tests"), Path.Combine("src", "Streaming.Cli"), StringComparison.Ordinal), "Streaming.Cli.dll");

    private static Process Start(string topology) =>
        Process.Start(new ProcessStartInfo("dotnet", [Command, "run", topology, "--json"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    private static string Prepare(DirectoryInfo folder, FakeChatServer server)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "documents.jsonl"), string.Join('\n', Enumerable.Range(0, Samples).Select(i => $$"""{"id":"d{{i}}","text":"text number {{i}}"}""")));
        var topology = Path.Combine(folder.FullName, "topology.yaml");
        File.WriteAllText(topology, $$"""
            name: generated
            epoch: { samples: 100 }
            source:
              jsonl: { path: documents.jsonl }
            steps:
              - generate_mapper: { endpoint: "{{server.Address}}", model: test, prompt: "Rewrite: {text}", into: rewritten, max_concurrency: 20, price_per_million_input: 3, price_per_million_output: 9 }
            sinks:
              shards: { delta: { path: out/shards } }
            """);
        return topology;
    }
}
