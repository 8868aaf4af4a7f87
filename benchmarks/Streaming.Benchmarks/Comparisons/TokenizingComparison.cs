using System.Diagnostics;
using System.Text;
using Microsoft.ML.Tokenizers;
using Streaming.Benchmarks.Corpora;
using Streaming.Tokenizers;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>How fast texts become ids, beside Microsoft.ML.Tokenizers, and whether two threads are twice as fast.</summary>
internal static class TokenizingComparison
{
    private const int Rounds = 7;

    /// <summary>Arguments: a folder with <c>*.txt</c> (default: made-up prose), then tokenizers (default: cl100k_base, o200k_base).</summary>
    public static Task RunAsync(string[] arguments)
    {
        var texts = arguments.Length > 0 ? ReadAll(arguments[0]) : MakeProse();
        var megabytes = texts.Sum(text => (double)Encoding.UTF8.GetByteCount(text)) / 1e6;
        Console.WriteLine($"{texts.Length:N0} documents, {megabytes:F1} MB as UTF-8.\n");
        foreach (var name in arguments.Length > 1 ? arguments[1..] : ["cl100k_base", "o200k_base"])
        {
            Compare(name, TokenizerFile.Load(name), texts, megabytes);
        }

        return Task.CompletedTask;
    }

    private static void Compare(string name, ITokenizer tokenizer, string[] texts, double megabytes)
    {
        Console.WriteLine($"## {name}, {texts.Sum(text => (long)tokenizer.Count(text)):N0} ids\n\n| | MB/s, wall | MB/s of CPU time | MB allocated |\n|---|---|---|---|");
        var ways = new List<(string Name, int Threads, Action<string> Work)>
        {
            ("encode", 1, text => tokenizer.Encode(text)),
            ("encode", 2, text => tokenizer.Encode(text)),
            ("count", 1, text => tokenizer.Count(text)),
        };
        if (name.EndsWith("_base", StringComparison.Ordinal))
        {
            var other = TiktokenTokenizer.CreateForEncoding(name);
            ways.Add(("Microsoft.ML.Tokenizers", 1, text => other.EncodeToIds(text, considerNormalization: false)));
            ways.Add(("Microsoft.ML.Tokenizers", 2, text => other.EncodeToIds(text, considerNormalization: false)));
        }

        foreach (var (way, threads, work) in ways)
        {
            var (wall, cpu, bytes) = BestOf(() => OnThreads(threads, texts, work));
            Console.WriteLine($"| {way}, {threads} thread(s) | {megabytes / wall:F1} | {megabytes / cpu:F1} | {bytes / 1e6:F0} |");
        }

        Console.WriteLine();
    }

    /// <summary>The least wall time, CPU time (of the whole process: garbage collection counts) and allocation of several runs. CPU time is the steadier one on a busy machine.</summary>
    private static (double Wall, double Cpu, double Bytes) BestOf(Action run)
    {
        var best = (Wall: double.MaxValue, Cpu: double.MaxValue, Bytes: double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            using var process = Process.GetCurrentProcess();
            var (cpu, bytes, start) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
            run();
            var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
            process.Refresh();
            best = (Math.Min(best.Wall, wall), Math.Min(best.Cpu, (process.TotalProcessorTime - cpu).TotalSeconds), Math.Min(best.Bytes, GC.GetTotalAllocatedBytes() - bytes));
        }

        return best;
    }

    // Each thread takes every n-th document, so that both have work to the end.
    private static void OnThreads(int count, string[] texts, Action<string> work)
    {
        var threads = Enumerable.Range(0, count).Select(first => new Thread(() =>
        {
            for (var index = first; index < texts.Length; index += count)
            {
                work(texts[index]);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static string[] ReadAll(string folder) => [.. Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static string[] MakeProse()
    {
        var prose = new Prose(17);
        return [.. Enumerable.Range(0, 5_000).Select(index => prose.Document(index))];
    }
}
