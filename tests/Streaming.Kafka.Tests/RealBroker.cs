using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Kafka.Tests;

/// <summary>
/// A real Apache Kafka broker on a free port, from the kit beside the checkout (<c>../shared/kafka</c>); ended and deleted on dispose. Tests call <see cref="Require"/>
/// first: where the kit or Java is missing they are skipped, and say so.
/// </summary>
public sealed partial class RealBroker : IAsyncDisposable
{
    private static readonly string? Kit = FindKit();

    private readonly Dictionary<string, string> _environment;
    private int _pid;

    private RealBroker(string folder, Dictionary<string, string> environment) => (Folder, _environment) = (folder, environment);

    /// <summary>The broker's own folder.</summary>
    public string Folder { get; }

    /// <summary><c>host:port</c>; stays over restarts.</summary>
    public string Bootstrap { get; private set; } = "";

    /// <summary>Skips the test where no real broker can be started.</summary>
    public static void Require()
    {
        Skip.If(Kit is null, "No shared/kafka beside the checkout: claims that need a real broker are not tested here.");
        Skip.IfNot(HasJava(), "No Java to run a Kafka broker with (java on the PATH, JAVA or JAVA_HOME).");
    }

    /// <summary>Starts a broker with settings of the kit (<c>KAFKA_…</c>).</summary>
    public static async Task<RealBroker> StartAsync(params (string Name, string Value)[] environment)
    {
        Require();
        var settings = new Dictionary<string, string> { ["KAFKA_HEAP"] = "384m", ["KAFKA_AUTO_CREATE"] = "false", ["KAFKA_START_TIMEOUT"] = "60" };
        foreach (var (name, value) in environment)
        {
            settings[name] = value;
        }

        var broker = new RealBroker(Directory.CreateTempSubdirectory("streaming-kafka-").FullName, settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => broker.Kill();
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it again on the same folder and port.</summary>
    public async Task StartAgainAsync()
    {
        var said = await RunAsync("start", [Folder], null);
        var match = Started().Match(said);
        Bootstrap = match.Groups["bootstrap"].Value;
        _pid = int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public void Kill() => Signal(9);

    /// <summary>Sends a signal, such as SIGSTOP (19) and SIGCONT (18).</summary>
    public void Signal(int signal)
    {
        if (_pid > 0)
        {
            _ = Native.Kill(_pid, signal);
        }
    }

    /// <summary>Runs a command of the kit's tool, which is built on Kafka's own Java client.</summary>
    public Task<string> ToolAsync(params string[] arguments) => RunAsync("tool", [Bootstrap, .. arguments], null);

    /// <summary>Makes a topic.</summary>
    public Task CreateAsync(string topic, int partitions, params string[] settings) =>
        ToolAsync(["create", topic, partitions.ToString(CultureInfo.InvariantCulture), "1", .. settings]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        for (var i = 0; i < 100 && Directory.Exists($"/proc/{_pid}"); i++)
        {
            await Task.Delay(50);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task<string> RunAsync(string script, IEnumerable<string> arguments, string? input)
    {
        var start = new ProcessStartInfo(Path.Combine(Kit!, script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        // The broker that "start" leaves behind keeps the pipes open: lines are read until the script itself has ended.
        using var process = Process.Start(start)!;
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, e) => { lock (output) { output.AppendLine(e.Data); } };
        process.ErrorDataReceived += (_, e) => { lock (errors) { errors.AppendLine(e.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(20);
        }

        await Task.Delay(50);
        Assert.True(process.ExitCode == 0, $"{script} {string.Join(' ', arguments)}: {errors}");
        lock (output)
        {
            return output.ToString();
        }
    }

    private static string? FindKit()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var kit = Path.Combine(folder, "..", "shared", "kafka");
            if (File.Exists(Path.Combine(folder, "Streaming.sln")))
            {
                return File.Exists(Path.Combine(kit, "start")) ? Path.GetFullPath(kit) : null;
            }
        }

        return null;
    }

    private static bool HasJava() => Environment.GetEnvironmentVariable("JAVA") is not null || Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "java")));

    [GeneratedRegex(@"bootstrap=(?<bootstrap>\S+) pid=(?<pid>\d+)")]
    private static partial Regex Started();
}

/// <summary>Signals to processes.</summary>
internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);
}
