using Streaming.Parquet.Columns;
using Streaming.Parquet.Layouts;

namespace Streaming.Parquet.Reading;

/// <summary>What all files of a source are held against: the schema of the first.</summary>
/// <param name="Columns">The first file's columns.</param>
/// <param name="Layout">How rows become samples.</param>
/// <param name="TakesStrangers">Whether columns that the first file lacks are passed over: only where a projection says which columns are wanted.</param>
internal sealed record ParquetTable(RowSchema Columns, SampleLayout Layout, bool TakesStrangers)
{
    public static ParquetTable Of(ParquetFile first, LayoutOptions options)
    {
        var columns = new RowSchema([.. first.Fields.Select(ColumnOf)]);
        if (columns.Columns.Select(c => c.Name).Distinct().Count() < columns.Columns.Count)
        {
            throw new InvalidDataException("Two columns have the same name.");
        }

        return new(columns, SampleLayout.Of(columns, options), options.Select.Count > 0);
    }

    /// <summary>For each cell of the layout the place among the columns to read, or -1 where this file lacks it; and the columns to read. Throws <see cref="InvalidDataException"/> where the file does not fit.</summary>
    public (int[] Places, List<string> Names) Match(ParquetFile file)
    {
        var fields = file.Fields.ToDictionary(f => f.Name);
        if (!TakesStrangers && fields.Keys.FirstOrDefault(n => Columns.Find(n) is null) is { } stranger)
        {
            throw new InvalidDataException($"The schema differs: column '{stranger}' is not in the first file.");
        }

        var names = new List<string>();
        var places = Layout.Cells.Select(cell => fields.TryGetValue(cell.Name, out var field) && Fits(cell, field) ? Place(names, cell.Name) : -1).ToArray();
        if (names.Count == 0)
        {
            throw new InvalidDataException("The schema differs: none of the first file's columns is here.");
        }

        return (places, names);
    }

    private static int Place(List<string> names, string name)
    {
        names.Add(name);
        return names.Count - 1;
    }

    // A column of nulls alone has no type of its own: pandas and Arrow write it so where a part of a dataset has no value.
    private static bool Fits(Column cell, Arrow.Field field)
    {
        if (field.DataType.TypeId == ArrowTypes.ArrowTypeId.Null)
        {
            return false;
        }

        var type = ColumnOf(field).Type;
        return type == cell.Type ? true : throw new InvalidDataException($"The schema differs: column '{cell.Name}' is {type}, in the first file {cell.Type}.");
    }

    // Whether a nested value may be missing differs between writers, and does not matter to samples.
    internal static Column ColumnOf(Arrow.Field field) => Relax(ArrowColumns.FromField(field));

    private static Column Relax(Column column) => new(column.Name, Relax(column.Type));

    internal static ColumnType Relax(ColumnType type) => type switch
    {
        ListType l => new ListType(Relax(l.Element)),
        MapType m => new MapType(Relax(m.Key), Relax(m.Value)),
        StructType s => new StructType([.. s.Fields.Select(Relax)]),
        _ => type,
    };
}
