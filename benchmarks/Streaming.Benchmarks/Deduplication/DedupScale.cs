using System.Buffers;
using System.Diagnostics;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>An index of synthetic signatures that grows: cost a document, memory and disk, doubling by doubling, and how long the next start takes.</summary>
internal static class DedupScale
{
    private const int EpochDocuments = 100_000;
    private const int RepeatEvery = 20;
    private const int Doublings = 7;
    private const ulong Parameters = 50;

    /// <summary>Arguments: thousands of documents (50,000), keys a document (1; a MinHash signature with default options has 25), MiB of the store (1,024), seconds after which it stops, at the end of an epoch (900), store (rocksdb).</summary>
    /// <remarks>Keys are what MinHash makes of bands: uniform 64-bit hashes. One in 20 documents repeats an earlier one, a near one: from one of its bands to all of them.</remarks>
    public static Task RunAsync(string[] arguments)
    {
        var (documents, bands) = (1_000L * Argument.At(arguments, 0, 50_000), Argument.At(arguments, 1, 1));
        var (memory, seconds) = (Argument.At(arguments, 2, 1024), Argument.At(arguments, 3, 900));
        var kind = arguments.Length > 4 && arguments[4] == "memory" ? KeyStoreKind.Memory : KeyStoreKind.Rocksdb;
        var folder = Workspace.Fresh("dedup-scale");
        Directory.CreateDirectory(folder);
        var options = new DocumentMinhashDeduplicatorOptions { Store = kind, StoreDirectory = Path.Combine(folder, "index"), StoreMemory = ByteSize.MiB(memory) };
        Console.WriteLine($"{kind}, {bands} keys a document, one in {RepeatEvery} documents an earlier one, {memory} MiB for the store, epochs of {EpochDocuments:N0} documents, their keys written to a log.\n");
        Console.WriteLine("| documents | µs a document since the row above | CPU µs a document | documents/s | rejected | RSS MiB | index on disk MiB |\n|---|---|---|---|---|---|---|");
        using var log = new DiskLog(Path.Combine(folder, "log"));
        var done = Grow(options, documents, bands, TimeSpan.FromSeconds(seconds), log, folder);
        Console.WriteLine($"\n{done:N0} documents of {documents:N0} in the time given.");
        var watch = Stopwatch.StartNew();
        using (var again = Open(options, folder, log))
        {
            Console.WriteLine($"The next start, from {log.Bytes >> 20:N0} MiB of log: {watch.Elapsed.TotalSeconds:F1} s, {again.Count:N0} keys, peak RSS {Peak():N0} MiB.");
        }

        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private static long Grow(DocumentMinhashDeduplicatorOptions options, long documents, int bands, TimeSpan limit, DiskLog log, string folder)
    {
        using var index = Open(options, folder, log);
        var sample = new Sample { Id = "s", Text = "", Lineage = new(new("synthetic", "0"), 0, [], "") };
        var keys = new ulong[bands];
        var growth = new Growth();
        var watch = Stopwatch.StartNew();
        var (row, begin, rejected, since, busy) = (Math.Max(documents >> Doublings, 1), 0L, 0L, TimeSpan.Zero, Environment.CpuUsage.TotalTime);
        for (long document = 0; document < documents; document++)
        {
            Sign(document, keys);
            index.Ask(keys, sample);
            if ((document + 1) % 64 == 0)
            {
                rejected += Answers(index, 64, bands);
            }

            var isBorder = (document + 1) % EpochDocuments == 0;
            if (isBorder)
            {
                index.Save(log);
            }

            if (document + 1 == row)
            {
                var count = row - begin;
                var (took, cpu) = (watch.Elapsed - since, Environment.CpuUsage.TotalTime - busy);
                since += took;
                busy += cpu;
                growth.Add(document + 1, took.TotalMicroseconds / count, cpu.TotalMicroseconds / count);
                Console.WriteLine($"| {document + 1:N0} | {took.TotalMicroseconds / count:F2} | {cpu.TotalMicroseconds / count:F2} | {count / took.TotalSeconds:N0} | {rejected:N0} | {Environment.WorkingSet >> 20:N0} | {DiskMiB(options.StoreDirectory!):N0} |");
                (begin, row) = (row, Math.Min(2 * row, documents));
            }

            if (isBorder && watch.Elapsed > limit)
            {
                documents = document + 1;
            }
        }

        growth.Write();
        return documents;
    }

    // Of a near-duplicate only some bands are the earlier document's.
    private static void Sign(long document, ulong[] keys)
    {
        var repeats = document % RepeatEvery == RepeatEvery - 1;
        var draw = Mix((ulong)document);
        var (earlier, shared) = repeats ? ((long)(draw % (ulong)document), 1 + (int)((draw >> 40) % (ulong)keys.Length)) : (document, 0);
        for (var band = 0; band < keys.Length; band++)
        {
            keys[band] = Mix(((ulong)(band < shared ? earlier : document) * 64) + (ulong)band + 1);
        }
    }

    private static long Answers(KeyIndex<ulong> index, int documents, int bands)
    {
        index.Add();
        long rejected = 0;
        for (var document = 0; document < documents; document++)
        {
            var isNew = true;
            for (var band = 0; band < bands; band++)
            {
                isNew &= index.TakeAnswer();
            }

            rejected += isNew ? 0 : 1;
        }

        return rejected;
    }

    private static KeyIndex<ulong> Open(DocumentMinhashDeduplicatorOptions options, string folder, DiskLog log)
    {
        var index = new KeyIndex<ulong>(Parameters, options);
        index.Open(new() { Name = "scale", Seed = 1, Input = RowSchema.Text, Memory = new MemoryAccount(2L << 30), ScratchFolder = () => folder });
        index.Restore(log);
        return index;
    }

    private static long DiskMiB(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) >> 20 : 0;

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    // The log as a table has it: parts on disk.
    private sealed class DiskLog(string path) : IStateWriter, IStateReader, IDisposable
    {
        private readonly ArrayBufferWriter<byte> _part = new();
        private readonly FileStream _file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);

        public long Bytes => _file.Length + _part.WrittenCount;

        public IBufferWriter<byte> Log
        {
            get
            {
                Flush();
                return _part;
            }
        }

        public IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> Splits => [];

        public IBufferWriter<byte> Split(SplitId split) => throw new NotSupportedException();

        public IEnumerable<Stream> OpenLog()
        {
            Flush();
            yield return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }

        public void Dispose() => _file.Dispose();

        private void Flush()
        {
            _file.Write(_part.WrittenSpan);
            _file.Flush();
            _part.ResetWrittenCount();
        }
    }
}
