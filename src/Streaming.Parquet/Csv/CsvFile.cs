using System.Text.Unicode;
using CsvHelper;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>An open file of rows: its first row names the columns.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly Stream _file;
    private readonly CsvReader _rows;

    private CsvFile(InputFile input, CsvSourceOptions options)
    {
        _file = input.Open();
        _rows = CsvReader.Create(LineStreams.Decompress(_file, input), new CsvReaderOptions
        {
            Separator = options.Delimiter?[0] ?? (IsTabbed(input.Name) ? '\t' : ','),
            MaxRecordSize = (int)Math.Min(options.MaxRowSize.Bytes, Array.MaxLength),
            HasHeader = false,
        });
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>How many fields the row has.</summary>
    public int Count => _rows.FieldCount;

    /// <summary>The row as it is written; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> RawRow => _rows.RawRecord;

    /// <summary>How many stored bytes were read.</summary>
    public long StoredBytes => _file.Position;

    /// <summary>Opens a file and reads its first row.</summary>
    public static async ValueTask<CsvFile> OpenAsync(InputFile input, CsvSourceOptions options, CancellationToken abort)
    {
        var file = new CsvFile(input, options);
        try
        {
            file.Names = await file.ReadAsync(abort)
                ? Distinct([.. Enumerable.Range(0, file.Count).Select(file.Field)])
                : throw new InvalidDataException("The file has no first row that names the columns.");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken abort)
    {
        try
        {
            return await _rows.ReadAsync(abort);
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{e.Message} Perhaps a quotation mark is not closed.", e);
        }
    }

    /// <summary>A field of the row.</summary>
    public string Field(int at) => _rows.GetString(at);

    /// <summary>Whether the row is UTF-8.</summary>
    public bool IsText => Utf8.IsValid(_rows.RawRecord);

    public void Dispose()
    {
        _rows.Dispose();
        _file.Dispose();
    }

    private static bool IsTabbed(string name) => name.Contains(".tsv", StringComparison.OrdinalIgnoreCase);

    // As pandas names columns without a name, and those of the same one.
    private static string[] Distinct(IReadOnlyList<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select((name, at) =>
        {
            var wanted = name.Length > 0 ? name : $"Unnamed: {at}";
            var given = wanted;
            for (var n = 1; !taken.Add(given); n++)
            {
                given = $"{wanted}.{n}";
            }

            return given;
        })];
    }
}
