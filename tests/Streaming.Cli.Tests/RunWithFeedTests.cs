using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Apache.Arrow.Ipc;

namespace Streaming.Cli.Tests;

/// <summary><c>run</c> of a topology with <c>feed</c>, as a process: a trainer reads the shards while they are made, and steers what is made next.</summary>
public sealed class RunWithFeedTests
{
    private const string Topology = """
        name: live
        epoch: { samples: 100 }
        sources:
          web: { jsonl: { path: web.jsonl } }
          books: { jsonl: { path: books.jsonl } }
        mix: { weights: { web: 1, books: 1 } }
        feed: { http_port: 0, flight_port: 0, stay: true }
        feedback: { policy: doremi, reference: { web: 2, books: 2 } }
        steps:
          - text_length_filter: { min_len: 1 }
        sink: { delta: { path: out/shards } }
        """;

    [Fact]
    public async Task A_trainer_reads_what_the_run_makes_and_the_run_ends_by_a_signal()
    {
        using var folder = new TempFolder();
        Write(folder);
        using var run = Start(folder.Write("t.yaml", Topology));
        try
        {
            var http = await AddressAsync(run);
            using var client = new HttpClient { BaseAddress = http };
            await using var stream = await client.GetStreamAsync(new Uri("/v1/feed?table=shards&columns=text&follow=true&batch_rows=50", UriKind.Relative));
            using var reader = new ArrowStreamReader(stream);
            for (var rows = 0; rows < 1_000;)
            {
                rows += (await reader.ReadNextRecordBatchAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))!.Length;
            }

            var end = JsonNode.Parse((await run.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)))!)!;
            Assert.Equal(("completed", 1_000), ((string?)end["status"], (int)end["samples"]!["out"]!));
            Assert.Equal("completed", (string?)(await client.GetFromJsonAsync<JsonNode>("/v1/run"))!["status"]);
            Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            await run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, run.ExitCode);
        }
        finally
        {
            run.Kill();
        }
    }

    [Fact]
    public async Task A_run_waits_for_its_trainers_and_drains_while_it_waits()
    {
        using var folder = new TempFolder();
        Write(folder);
        using var run = Start(folder.Write("t.yaml", Topology), "--set", "feed.ahead=2", "--set", "feed.stay=false");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(run) };
            await EpochsAsync(client, 2);

            // Nobody reads: nothing more is made. A trainer that has read the first epoch stands in the second: two more may begin.
            await Task.Delay(TimeSpan.FromSeconds(1));
            await EpochsAsync(client, 2);
            await using (var stream = await client.GetStreamAsync(new Uri("/v1/feed?table=shards&columns=text&batch_rows=100&epochs=1..1", UriKind.Relative)))
            {
                await stream.CopyToAsync(Stream.Null);
            }

            await EpochsAsync(client, 4);
            Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            await run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(130, run.ExitCode);
        }
        finally
        {
            run.Kill();
        }
    }

    [Theory]
    [InlineData("feedback: { policy: odm }\nsource: { jsonl: { path: web.jsonl } }", "no 'mix' with weights")]
    [InlineData("feedback: { policy: doremi, reference: { wep: 2 } }\nmix: { weights: { web: 1 } }\nsources: { web: { jsonl: { path: web.jsonl } } }", "did you mean 'web'?")]
    [InlineData("feedback: { policy: odd }\nsource: { jsonl: { path: web.jsonl } }", "odm")]
    [InlineData("feed: { http_port: 70000 }\nsource: { jsonl: { path: web.jsonl } }", "65535")]
    public async Task What_does_not_fit_is_said_with_its_line(string part, string words)
    {
        using var folder = new TempFolder();
        folder.Write("web.jsonl", """{"text":"a"}""");
        var result = await CommandLine.RunAsync("validate", folder.Write("t.yaml", $"name: t\n{part}\nsink: {{ delta: {{ path: out }} }}\n"));
        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Out + result.Error, StringComparison.Ordinal);
    }

    private static void Write(TempFolder folder)
    {
        foreach (var source in (string[])["web", "books"])
        {
            folder.Write($"{source}.jsonl", string.Concat(Enumerable.Range(0, 500).Select(i => $$"""{"text":"{{source}} {{i}}"}""" + "\n")));
        }
    }

    private static Process Start(string topology, params string[] more) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(StreamingCommand).Assembly.Location, "run", topology, "--json", .. more]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    // Waits for so many committed epochs; more of them fail the test.
    private static async Task EpochsAsync(HttpClient client, int expected)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(50))
        {
            var epochs = (int?)(await client.GetFromJsonAsync<JsonNode>("/v1/run"))!["epochs"] ?? 0;
            if (epochs == expected)
            {
                return;
            }

            Assert.True(epochs < expected && DateTime.UtcNow < deadline, $"{epochs} epochs in place of {expected}.");
        }
    }

    internal static async Task<Uri> AddressAsync(Process run)
    {
        while (await run.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.StartsWith("control ", StringComparison.Ordinal))
            {
                return new(line["control ".Length..].Trim());
            }
        }

        throw new InvalidOperationException("The run said no address.");
    }
}
