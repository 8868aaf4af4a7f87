using Streaming.Parquet.Layouts;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>The columns of files of rows, and how rows become cells.</summary>
internal sealed class CsvTable
{
    private readonly RowSchema _columns;
    private readonly Func<string, object?>[] _cells;
    private readonly HashSet<string> _nulls;

    private CsvTable(RowSchema columns, CsvSourceOptions options)
    {
        _columns = columns;
        Layout = SampleLayout.Of(columns, options);
        _cells = [.. Layout.Cells.Select(c => CsvCell.Of(c.Type)!)];
        _nulls = [.. options.NullValues, ""];
    }

    /// <summary>How cells become samples.</summary>
    public SampleLayout Layout { get; }

    /// <summary>Learns the columns: their names from the first file, types from its first rows and, if they are few, those of the next ones.</summary>
    public static async ValueTask<CsvTable> LearnAsync(IReadOnlyList<InputFile> files, CsvSourceOptions options, CancellationToken abort)
    {
        Exception? first = null;
        foreach (var input in files)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                return await LearnAsync(input, options, abort);
            }
            catch (Exception e) when (SplitEnding.IsBadFile(e))
            {
                first ??= new BadInputException($"{input.FullPath}: {e.Message}", e);
                if (options.OnBadFile == BadFileAction.Stop)
                {
                    break;
                }
            }
        }

        throw first ?? new BadInputException("There is no file yet to learn the columns from: put a first one there.");
    }

    /// <summary>Which fields of a file's rows the cells are; -1 for a column that the file lacks.</summary>
    public int[] Match(CsvFile file)
    {
        var added = file.Names.FirstOrDefault(n => _columns.Find(n) is null);
        return added is null
            ? [.. Layout.Cells.Select(c => file.Names.ToList().IndexOf(c.Name))]
            : throw new InvalidDataException($"The column '{added}' is not in the first file; give the files in an order, or a path each, that fits.");
    }

    /// <summary>The cells of a file's row; what does not fit is an <see cref="InvalidDataException"/>.</summary>
    public object?[] Read(CsvFile file, int[] places)
    {
        if (file.Count > file.Names.Count)
        {
            throw new InvalidDataException($"the row has {file.Count} fields, the first row {file.Names.Count}");
        }

        if (!file.IsText)
        {
            throw new InvalidDataException("the row is no UTF-8");
        }

        var cells = new object?[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            // Rows may end early: what is missing is null.
            if (places[i] >= 0 && places[i] < file.Count && file.Field(places[i]) is var field && !_nulls.Contains(field))
            {
                cells[i] = _cells[i](field) ?? throw new InvalidDataException($"'{Layout.Cells[i].Name}': '{(field.Length > 80 ? field[..80] + "…" : field)}' is no {Layout.Cells[i].Type}");
            }
        }

        return cells;
    }

    private static async ValueTask<CsvTable> LearnAsync(InputFile input, CsvSourceOptions options, CancellationToken abort)
    {
        using var file = await CsvFile.OpenAsync(input, options, abort);
        if (options.Schema.Keys.FirstOrDefault(name => !file.Names.Contains(name)) is { } unknown)
        {
            throw new BadInputException($"schema: there is no column '{unknown}'; the input has {string.Join(", ", file.Names.Select(n => $"'{n}'"))}.");
        }

        var columns = file.Names.Select(_ => new CsvColumn()).ToArray();
        HashSet<string> nulls = [.. options.NullValues, ""];
        for (var row = 0; row < options.InferRows && await file.ReadAsync(abort); row++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Learn(i < file.Count && file.Field(i) is var field && !nulls.Contains(field) ? field : null);
            }
        }

        return new(new([.. file.Names.Select((name, i) => new Column(name, options.Schema.TryGetValue(name, out var type) ? TypeText.Parse(type) : columns[i].Type))]), options);
    }
}
