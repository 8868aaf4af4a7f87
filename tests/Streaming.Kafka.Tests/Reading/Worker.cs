using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>The command itself as a process.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private bool _isDisposed;

    private Worker(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary><c>streaming run</c>.</summary>
    public static Worker Run(string topology, params string[] arguments) => Start(["run", topology, .. arguments]);

    /// <summary>Any verb.</summary>
    public static Worker Start(params string[] arguments)
    {
        var cli = Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [cli, .. arguments, "--json"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        var worker = new Worker(Process.Start(start)!);
        worker._process.OutputDataReceived += (_, e) => Gather(worker._output, e.Data);
        worker._process.ErrorDataReceived += (_, e) => Gather(worker._errors, e.Data);
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Asks it to finish what is in flight. Not by SIGINT: a test run that a script started in the background hands on that it is ignored.</summary>
    public void Drain() => Signal(15);

    /// <summary>SIGKILL 9, SIGSTOP 19, SIGCONT 18.</summary>
    public void Signal(int signal) => _ = Native.Kill(_process.Id, signal);

    /// <summary>Waits for its end: the exit code and the object that it ends with.</summary>
    public async Task<(int Code, JsonNode Report)> EndAsync(int seconds = 120)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await _process.WaitForExitAsync(limit.Token);
        lock (_output)
        {
            var last = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(l => l.StartsWith('{'));
            return (_process.ExitCode, last is null ? new JsonObject() : JsonNode.Parse(last)!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            Signal(18);
            Signal(9);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // The end of a stream comes as null.
    private static void Gather(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }
}
