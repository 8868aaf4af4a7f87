using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Warc;

/// <summary>Reads one WARC file from a position on.</summary>
internal sealed class WarcSplit(InputFile input, WarcSample maker, WarcSourceOptions options, SourceContext context)
{
    // Past every record of a file that could not be read: see ParquetSplit.
    private const long End = 1L << 52;

    private readonly SplitId _split = new(context.Name, input.Name);

    public async IAsyncEnumerable<CutBatch> ReadAsync(long from, [EnumeratorCancellation] CancellationToken abort = default)
    {
        if (from >= End)
        {
            yield break;
        }

        var (counted, stored) = (0L, 0L);
        var cutter = new BatchCutter(_split, from, context, (_, _) => -counted + (counted = stored), isSparse: true);
        var (reader, fault) = await OpenAsync(from);
        if (reader is not null)
        {
            await using var closing = reader;
            counted = stored = reader.StoredPosition;
            while (true)
            {
                (var item, fault) = await NextAsync(reader, abort);
                if (item is null)
                {
                    break;
                }

                stored = reader.StoredPosition;
                if (item.Position >= from && Take(item, cutter) is { } full)
                {
                    yield return full;
                }
            }

            cutter.Skip(fault is null ? reader.StoredLength : End);
        }

        foreach (var rest in fault is null ? Rest(cutter) : Break(cutter, fault))
        {
            yield return rest;
        }
    }

    private static CutBatch[] Rest(BatchCutter cutter) => cutter.Rest(isLast: true) is { } rest ? [rest] : [];

    private static bool IsBadFile(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException;

    private static async ValueTask<(WarcItem? Item, Exception? Fault)> NextAsync(WarcReader reader, CancellationToken abort)
    {
        try
        {
            return (await reader.ReadAsync(abort), null);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            return (null, e);
        }
    }

    private async ValueTask<(WarcReader? Reader, Exception? Fault)> OpenAsync(long from)
    {
        try
        {
            var file = new FileStream(input.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
            if (from > file.Length)
            {
                var length = file.Length;
                await file.DisposeAsync();
                throw new InvalidDataException($"The file was replaced: it has {length} bytes, but {from} were read of it before.");
            }

            var reader = new WarcReader(file, new((int)options.MaxHeaderBytes.Bytes, (int)options.MaxRecordBytes.Bytes), maker.Wants);

            // Where there is nothing to seek, records before are read and passed over.
            _ = from == 0 || await reader.TryMoveToAsync(from);
            return (reader, null);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            return (null, e);
        }
    }

    private CutBatch? Take(WarcItem item, BatchCutter cutter)
    {
        cutter.Skip(item.Position);
        if (item.Fault is not null)
        {
            return Bury(item, item.Fault, cutter);
        }

        try
        {
            return maker.Make(item, _split) is { } sample ? cutter.Add(sample, item.Position) : null;
        }
        catch (InvalidDataException e)
        {
            return Bury(item, e, cutter);
        }
    }

    private CutBatch? Bury(WarcItem item, InvalidDataException fault, BatchCutter cutter)
    {
        var payload = item.Content[..Math.Min(item.Content.Length, WarcSample.KeptOfFault)].ToArray();
        var message = $"{input.Name}, byte {item.Position}{(item.Header?.TargetUri is { } uri ? $", {uri}" : "")}: {fault.Message}";
        var letter = new DeadLetter(payload, message, context.Name, fault.ToString(), new(_split, item.Position, [], context.Run));
        return cutter.Add(letter, item.Position, item.Position + 1);
    }

    private CutBatch[] Break(BatchCutter cutter, Exception fault)
    {
        var message = $"{input.FullPath}: {fault.Message}";
        var position = Math.Min(cutter.Next, input.Size);
        if (options.OnBadFile == BadFileAction.Stop)
        {
            throw new SourceFaultException(_split, position, message, fault);
        }

        var letter = new DeadLetter(Encoding.UTF8.GetBytes(input.FullPath), message, context.Name, fault.ToString(), new(_split, position, [], context.Run));
        var full = cutter.Add(letter, position, End);
        return [.. new[] { full, cutter.Rest(isLast: true) }.OfType<CutBatch>()];
    }
}
