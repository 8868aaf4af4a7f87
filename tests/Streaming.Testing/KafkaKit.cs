using System.Diagnostics;

namespace Streaming.Testing;

/// <summary>The kit beside the checkout (<c>../shared/kafka</c>) that starts Apache Kafka, and its scripts.</summary>
internal static class KafkaKit
{
    private static readonly string? _folder = Find(AppContext.BaseDirectory);

    /// <summary>Why no broker can be started here; null where one can.</summary>
    public static string? Missing { get; } =
        _folder is null ? "There is no shared/kafka beside the checkout."
        : !HasJava() ? "There is no Java to run a Kafka broker with (java on the PATH, JAVA or JAVA_HOME)."
        : null;

    /// <summary>Runs a script of the kit to its end and gives what it says.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyList<(string Name, string Value)> settings, params string[] arguments)
    {
        // The broker that "start" leaves behind has none of these pipes.
        var start = new ProcessStartInfo(Path.Combine(_folder!, script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>SIGKILL.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }

    private static string? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "shared/kafka/start")))
            {
                return Path.Combine(at.FullName, "shared/kafka");
            }
        }

        return null;
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA") is not null || Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "java")));
}
