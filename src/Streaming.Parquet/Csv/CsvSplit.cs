using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>Reads one file of rows from a row on.</summary>
internal sealed class CsvSplit(InputFile input, CsvTable table, CsvSourceOptions options, SourceContext context)
    : FileSplit<(CsvFile File, int[] Places, long Number)>(input, options.OnBadFile, context)
{
    private const int KeptOfRow = 64 << 10;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<(CsvFile File, int[] Places, long Number)> OpenAsync(long from, [EnumeratorCancellation] CancellationToken abort)
    {
        using var file = await CsvFile.OpenAsync(Input, options, abort);
        var places = table.Match(file);
        for (var number = 0L; await file.ReadAsync(abort); number++)
        {
            StoredBytes = file.StoredBytes;
            if (number >= from)
            {
                yield return (file, places, number);
            }
        }
    }

    /// <inheritdoc/>
    protected override CutBatch? Take((CsvFile File, int[] Places, long Number) record, BatchCutter cutter)
    {
        var (file, places, number) = record;
        try
        {
            return table.Layout.Take(table.Read(file, places), Split, number, Context.Run, cutter);
        }
        catch (InvalidDataException e)
        {
            var raw = file.RawRow[..Math.Min(file.RawRow.Length, KeptOfRow)].ToArray();
            var letter = new DeadLetter(raw, $"{Input.Name}, row {number + 1}: {e.Message}", Context.Name, e.ToString(), new(Split, number, [], Context.Run));
            return cutter.Add(letter, number, number + 1);
        }
    }
}
