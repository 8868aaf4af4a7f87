using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Reads one file of lines from a line on.</summary>
internal sealed class JsonlSplit(InputFile input, LineTable table, JsonlSourceOptions options, SourceContext context)
{
    // Past every line of a file that broke: see ParquetSplit.
    private const long End = 1L << 52;

    private readonly SplitId _split = new(context.Name, input.Name);

    public async IAsyncEnumerable<CutBatch> ReadAsync(long from, [EnumeratorCancellation] CancellationToken abort = default)
    {
        if (from >= End)
        {
            yield break;
        }

        var (counted, stored) = (0L, 0L);
        var cutter = new BatchCutter(_split, from, context, (_, _) => -counted + (counted = stored));
        var (file, fault) = Open();
        if (file is not null)
        {
            await using var closing = file;
            for (var number = 0L; ; number++)
            {
                (var line, fault) = await NextAsync(file, abort);
                if (line is null)
                {
                    break;
                }

                stored = file.StoredBytes;
                if (number >= from && Take(line.Value, number, cutter) is { } full)
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

    private static async ValueTask<(RawLine? Line, Exception? Fault)> NextAsync(LineFile file, CancellationToken abort)
    {
        try
        {
            return (await file.ReadAsync(abort), null);
        }
        catch (Exception e) when (LineFile.IsBadFile(e))
        {
            return (null, e);
        }
    }

    private (LineFile? File, Exception? Fault) Open()
    {
        try
        {
            return (LineFile.Open(input, options.MaxLineBytes), null);
        }
        catch (Exception e) when (LineFile.IsBadFile(e))
        {
            return (null, e);
        }
    }

    private static CutBatch[] Rest(BatchCutter cutter) => cutter.Rest(isLast: true) is { } rest ? [rest] : [];

    private CutBatch? Take(RawLine line, long number, BatchCutter cutter)
    {
        if (line.IsTooLong)
        {
            var limit = new InvalidDataException($"The line has {line.Length} bytes; {options.MaxLineBytes.Bytes} are allowed.");
            return cutter.Add(Letter(line.Bytes, number, limit), number, number + 1);
        }

        if (LineTable.IsBlank(line.Bytes))
        {
            cutter.Skip(number + 1);
            return null;
        }

        try
        {
            return cutter.Add(table.Layout.Make(table.Read(line.Bytes), _split, number, context.Run), number);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            return cutter.Add(Letter(line.Bytes, number, e), number, number + 1);
        }
    }

    private DeadLetter Letter(ReadOnlySequence<byte> line, long number, Exception fault) =>
        new(line.ToArray(), $"{input.Name}, line {number + 1}: {fault.Message}", context.Name, fault.ToString(), new(_split, number, [], context.Run));

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
