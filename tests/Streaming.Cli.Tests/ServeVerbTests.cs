using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Apache.Arrow.Ipc;

namespace Streaming.Cli.Tests;

/// <summary><c>serve</c>, as a process.</summary>
public sealed class ServeVerbTests
{
    [Fact]
    public async Task A_table_is_fed_until_a_signal_ends_it()
    {
        using var folder = new TempFolder();
        folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 300).Select(i => $$"""{"text":"document {{i}}"}""" + "\n")));
        var topology = folder.Write("t.yaml", "name: t\nsource: { jsonl: { path: in.jsonl } }\nsink: { delta: { path: out/shards } }\n");
        Assert.Equal(0, (await CommandLine.RunAsync("run", topology, "--json")).Code);
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(StreamingCommand).Assembly.Location, "serve", Path.Combine(folder.Path, "out/shards"), "--http-port", "0", "--flight-port", "0", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var told = JsonNode.Parse((await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)))!)!;
            using var client = new HttpClient();
            await using var stream = await client.GetStreamAsync(new Uri($"{told["http"]}/v1/feed?table=shards&columns=text"));
            using var reader = new ArrowStreamReader(stream);
            var rows = 0;
            while (await reader.ReadNextRecordBatchAsync() is { } batch)
            {
                rows += batch.Length;
            }

            Assert.Equal(300, rows);
            Assert.StartsWith("grpc://127.0.0.1:", (string)told["flight"]!, StringComparison.Ordinal);
            Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(130, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory]
    [InlineData("There is no table in", "none")]
    [InlineData("--memory", "none", "--memory", "much")]
    [InlineData("needs a token", "none", "--address", "0.0.0.0")]
    public async Task What_cannot_be_served_is_bad_input(string words, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(["serve", .. arguments]);

        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }
}
