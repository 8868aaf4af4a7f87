using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Reads one file of lines from a line on.</summary>
internal sealed class JsonlSplit(InputFile input, LineTable table, JsonlSourceOptions options, SourceContext context)
    : FileSplit<(RawLine Line, long Number)>(input, options.OnBadFile, context)
{
    /// <inheritdoc/>
    protected override async IAsyncEnumerable<(RawLine Line, long Number)> OpenAsync(long from, [EnumeratorCancellation] CancellationToken abort)
    {
        await using var file = LineFile.Open(Input, options.MaxLineBytes);
        for (var number = 0L; await file.ReadAsync(abort) is { } line; number++)
        {
            StoredBytes = file.StoredBytes;
            if (number >= from)
            {
                yield return (line, number);
            }
        }
    }

    /// <inheritdoc/>
    protected override CutBatch? Take((RawLine Line, long Number) record, BatchCutter cutter)
    {
        var (line, number) = record;
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
            return table.Layout.Take(table.Read(line.Bytes), Split, number, Context.Run, cutter);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            return cutter.Add(Letter(line.Bytes, number, e), number, number + 1);
        }
    }

    private DeadLetter Letter(ReadOnlySequence<byte> line, long number, Exception fault) =>
        new(line.ToArray(), $"{Input.Name}, {(LineStreams.MayBeArray(Input.Name) ? "record" : "line")} {number + 1}: {fault.Message}", Context.Name, fault.ToString(), new(Split, number, [], Context.Run));
}
