using System.Buffers;
using System.Text.Json;
using Streaming.Parquet.Layouts;

namespace Streaming.Parquet.Lines;

/// <summary>Reads lines into cells.</summary>
internal sealed class LineTable
{
    private static readonly JsonReaderOptions _json = new() { MaxDepth = 64 };

    private readonly JsonObject _line;
    private readonly int[] _places;

    public LineTable(RowSchema columns, LayoutOptions options, bool ignoreUnknown)
    {
        columns = new([.. columns.Columns.Select(c => options.JsonColumns.Contains(c.Name) ? c with { Type = ColumnType.String } : c)]);
        Layout = SampleLayout.Of(columns, options);
        _line = new(new StructType(columns.Columns), ignoreUnknown);
        _places = [.. Layout.Cells.Select(c => columns.Columns.ToList().FindIndex(t => t.Name == c.Name))];
        for (var i = 0; i < columns.Columns.Count; i++)
        {
            if (!_places.Contains(i))
            {
                _line.Pass(i);
            }
            else if (options.JsonColumns.Contains(columns.Columns[i].Name))
            {
                _line.Take(i, JsonText.Read);
            }
        }
    }

    /// <summary>How cells become samples.</summary>
    public SampleLayout Layout { get; }

    /// <summary>The cells of a line. What is wrong with it is an exception: bad JSON or UTF-8, a value that does not fit, an unknown field.</summary>
    public object?[] Read(ReadOnlySequence<byte> line)
    {
        var json = new Utf8JsonReader(line, _json);
        json.Read();
        var values = (object?[])_line.Read(ref json)!;
        if (json.Read())
        {
            throw new InvalidDataException("more follows after the object");
        }

        return [.. _places.Select(p => values[p])];
    }

    /// <summary>Whether a line holds nothing but blanks.</summary>
    public static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
