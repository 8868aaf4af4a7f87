using System.IO.Compression;
using System.Text;
using Streaming.Parquet.Reading;
using ZstdSharp;

namespace Streaming.Crawls.Tar;

/// <summary>Reads one tar file from a sample on.</summary>
internal sealed class TarSplit(InputFile input, TarSourceOptions options, SourceContext context)
{
    // Past every sample of a file that broke: see ParquetSplit.
    private const long End = 1L << 52;

    private readonly SplitId _split = new(context.Name, input.Name);

    public IEnumerable<CutBatch> Read(long from)
    {
        if (from >= End)
        {
            yield break;
        }

        var (counted, stored) = (0L, 0L);
        var cutter = new BatchCutter(_split, from, context, (_, _) => -counted + (counted = stored));
        FileStream? file = null;
        Exception? fault = null;
        try
        {
            file = new(input.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            fault = e;
        }

        if (file is not null)
        {
            using var closing = file;
            using var content = Decompressed(file);
            using var groups = TarGroups.Read(content, from, options.MaxSampleBytes.Bytes).GetEnumerator();
            for (var number = 0L; Next(groups, out fault) is { } group; number++)
            {
                stored = file.Position;
                if (number >= from && Take(group, number, cutter) is { } full)
                {
                    yield return full;
                }
            }
        }

        foreach (var rest in fault is null ? Rest(cutter) : Break(cutter, fault))
        {
            yield return rest;
        }
    }

    private static bool IsBadFile(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException;

    private static CutBatch[] Rest(BatchCutter cutter) => cutter.Rest(isLast: true) is { } rest ? [rest] : [];

    private static Stream Decompressed(FileStream file) => Path.GetExtension(file.Name).ToLowerInvariant() switch
    {
        ".gz" or ".tgz" => new GZipStream(file, CompressionMode.Decompress),
        ".zst" => new DecompressionStream(file),
        _ => file,
    };

    private static TarGroup? Next(IEnumerator<TarGroup> groups, out Exception? fault)
    {
        fault = null;
        try
        {
            return groups.MoveNext() ? groups.Current : null;
        }
        catch (Exception e) when (IsBadFile(e))
        {
            fault = e;
            return null;
        }
    }

    private CutBatch? Take(TarGroup group, long number, BatchCutter cutter)
    {
        var lineage = new Lineage(_split, number, [], context.Run);
        if (group.Bytes <= options.MaxSampleBytes.Bytes)
        {
            return cutter.Add(TarSample.Make(group, lineage), number);
        }

        var message = $"{input.Name}, '{group.Key}': its files have more than the {options.MaxSampleBytes.Bytes} bytes, or the number, that are allowed.";
        return cutter.Add(new DeadLetter(Encoding.UTF8.GetBytes(group.Key), message, context.Name, null, lineage), number, number + 1);
    }

    private CutBatch[] Break(BatchCutter cutter, Exception fault)
    {
        var position = cutter.Next;
        var message = $"{input.FullPath}: {fault.Message}";
        if (options.OnBadFile == BadFileAction.Stop)
        {
            throw new SourceFaultException(_split, position, message, fault);
        }

        var letter = new DeadLetter(Encoding.UTF8.GetBytes(input.FullPath), message, context.Name, fault.ToString(), new(_split, position, [], context.Run));
        var full = cutter.Add(letter, position, End);
        return [.. new[] { full, cutter.Rest(isLast: true) }.OfType<CutBatch>()];
    }
}
