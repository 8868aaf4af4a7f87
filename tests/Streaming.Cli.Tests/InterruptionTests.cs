using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Streaming.Cli.Tests;

/// <summary>Ctrl-C at the command itself, as a process.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int Documents = 48;
    private const int OfAnEpoch = 16;

    private readonly TempFolder _folder = new();
    private readonly string _topology;

    // The second epoch's texts keep a careless pattern busy for some seconds together: nobody can drain sooner.
    public InterruptionTests()
    {
        var lines = Enumerable.Range(0, Documents).Select(i => $$"""{"id":"d{{i:D2}}","text":"{{(i / OfAnEpoch == 1 ? new string('a', 31) : "a short text")}}"}""");
        _folder.Write("documents.jsonl", string.Join('\n', lines));
        _topology = _folder.Write("topology.yaml", $$"""
            name: interrupted
            epoch: { samples: {{OfAnEpoch}} }
            source: { jsonl: { path: documents.jsonl } }
            steps:
              - clean_links_mapper: { pattern: "(?:a|aa)+(?=c)" }
            sink: { jsonl: { path: out, compression: none } }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_second_interruption_ends_a_drain_at_once_and_the_same_command_goes_on()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Sends POSIX signals.");
        Skip.If(IgnoresInterruptions(), "SIGINT is ignored here, and so by every process that is started: a script runs the tests in the background.");
        using (var run = Start())
        {
            while (Visible().Count < OfAnEpoch && !run.HasExited)
            {
                await Task.Delay(20);
            }

            await InterruptAsync(run);
            var told = new StringBuilder();
            while (await run.StandardError.ReadLineAsync() is { } line && !told.AppendLine(line).ToString().Contains("Draining", StringComparison.Ordinal))
            {
            }

            await InterruptAsync(run);
            told.Append(await run.StandardError.ReadToEndAsync());
            await run.WaitForExitAsync();
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("Aborted. The same command goes on after the last commit.", told.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(Ids(OfAnEpoch), Visible());
        using var again = Start();
        await again.StandardError.ReadToEndAsync();
        await again.WaitForExitAsync();
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(Ids(Documents), Visible());
    }

    // proc(5): SigIgn is a mask in hex, bit 1 is SIGINT.
    private static bool IgnoresInterruptions() =>
        (Convert.ToUInt64(File.ReadLines("/proc/self/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) & 0b10) != 0;

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => $"d{i:D2}");

    private static async Task InterruptAsync(Process run)
    {
        using var kill = Process.Start("kill", ["-INT", $"{run.Id}"]);
        await kill.WaitForExitAsync();
    }

    private Process Start() =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(StreamingCommand).Assembly.Location, "run", _topology, "--quiet"]) { RedirectStandardError = true })!;

    // What is in the folder is what readers see.
    private List<string> Visible()
    {
        var folder = Path.Combine(_folder.Path, "out");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl").Order() : Enumerable.Empty<string>();
        return [.. files.SelectMany(File.ReadAllLines).Select(l => (string)JsonNode.Parse(l)!["id"]!).Order(StringComparer.Ordinal)];
    }
}
