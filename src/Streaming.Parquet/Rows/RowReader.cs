using Streaming.Parquet.Layouts;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Rows;

/// <summary>
/// Makes samples of tables whose columns are said beforehand, since the next table may always be another writer's. A table that lacks a carried column gives none
/// there; one that lacks a member of samples, or has a column of another type, is refused.
/// </summary>
internal sealed class RowReader : IRowReader
{
    private readonly string _format;
    private readonly Func<ReadOnlyMemory<byte>, IRowTable> _open;
    private readonly LayoutOptions _layout;
    private readonly IReadOnlyDictionary<string, Column> _carried;
    private readonly long _maxBytes;
    private (RowSchema Table, SampleLayout Layout)? _last;

    public RowReader(string format, IReadOnlyDictionary<string, string> columns, IReadOnlyDictionary<string, string> types, long maxBytes, Func<ReadOnlyMemory<byte>, IRowTable> open)
    {
        (_format, _open, _maxBytes) = (format, open, maxBytes);
        _layout = new() { Columns = columns };
        _carried = columns.Where(c => !KnownColumns.IsMember(c.Key)).ToDictionary(c => c.Key, c => new Column(c.Value, TypeText.Parse(types.GetValueOrDefault(c.Key, "string"))));
        var members = columns.Where(c => KnownColumns.IsMember(c.Key)).Select(c => new Column(c.Value, MemberType(c.Key)));
        Schema = SampleLayout.Of(new([.. _carried.Values.Concat(members).DistinctBy(c => c.Name)]), _layout).Schema;
    }

    public RowSchema Schema { get; }

    public IReadOnlyList<Sample> Read(ReadOnlyMemory<byte> table, RowOrigin origin)
    {
        try
        {
            using var open = _open(table);
            return Read(open, origin);
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"The value is no sound {_format} table: {e.Message}", e);
        }
    }

    private List<Sample> Read(IRowTable table, RowOrigin origin)
    {
        var layout = LayoutOf(table);
        var names = layout.Cells.Select(c => c.Name).Where(n => table.Fields.Any(f => f.Name == n)).ToList();
        var places = layout.Cells.Select(c => names.IndexOf(c.Name)).ToArray();
        var lineage = new Lineage(origin.Split, origin.Position, [], origin.Run);
        var samples = new List<Sample>();
        var bytes = 0L;
        var cells = new object?[places.Length];
        foreach (var rows in table.Read(names))
        {
            for (var row = 0; row < rows.Count; row++)
            {
                for (var c = 0; c < cells.Length; c++)
                {
                    cells[c] = places[c] < 0 ? null : rows.Columns[places[c]][row];
                }

                var sample = layout.Make(cells, layout.IdOf(cells) ?? origin.IdOf(samples.Count), lineage);
                bytes += sample.EstimateBytes();
                samples.Add(bytes <= _maxBytes ? sample : throw new InvalidDataException($"The value unfolds to more than the {_maxBytes} bytes that one message may."));
            }
        }

        return samples;
    }

    private SampleLayout LayoutOf(IRowTable table)
    {
        var wanted = _layout.Columns.Values.ToHashSet();
        var found = new RowSchema([.. table.Fields.Where(f => wanted.Contains(f.Name)).Select(ParquetTable.ColumnOf)]);
        if (found.Columns.Count == 0)
        {
            throw new InvalidDataException($"It has none of the columns {string.Join(", ", wanted)}.");
        }

        if (_last is { } last && last.Table.Equals(found))
        {
            return last.Layout;
        }

        var layout = SampleLayout.Of(new([.. found.Columns, .. _carried.Values.Where(c => found.Find(c.Name) is null).DistinctBy(c => c.Name)]), _layout);
        foreach (var (name, declared) in _carried)
        {
            Check(name, declared, found.Find(declared.Name)?.Type ?? declared.Type);
        }

        _last = (found, layout);
        return layout;
    }

    private static void Check(string name, Column declared, ColumnType given)
    {
        var fits = given == ParquetTable.Relax(declared.Type) || (declared.Type, given) is
            (ScalarType { Kind: ScalarKind.Int64 }, ScalarType { Kind: ScalarKind.Int8 or ScalarKind.Int16 or ScalarKind.Int32 or ScalarKind.UInt8 or ScalarKind.UInt16 or ScalarKind.UInt32 })
            or (ScalarType { Kind: ScalarKind.Float64 }, ScalarType { Kind: ScalarKind.Float16 or ScalarKind.Float32 });
        if (!fits)
        {
            throw new InvalidDataException($"Column '{declared.Name}' is {given}, and '{name}' takes {declared.Type}.");
        }
    }

    private static ColumnType MemberType(string member) => member switch
    {
        KnownColumns.Images or KnownColumns.Audios or KnownColumns.Videos => KnownColumns.MediaType,
        KnownColumns.Messages => KnownColumns.MessagesType,
        KnownColumns.Stats => throw new BadInputException($"'{KnownColumns.Stats}' cannot be taken from messages."),
        _ => ColumnType.String,
    };
}
