using Streaming.Operators;

namespace Streaming.Epochs;

/// <summary>Joins schemas by column name.</summary>
internal static class SchemaUnion
{
    /// <summary>All columns of both, those of the first one first; structs are joined field by field. Columns of one side alone become nullable.</summary>
    /// <exception cref="BadInputException">A column has two types.</exception>
    public static RowSchema Of(RowSchema first, RowSchema second, string firstName, string secondName) =>
        new(Join(first.Columns, second.Columns, "", firstName, secondName));

    private static List<Column> Join(IReadOnlyList<Column> first, IReadOnlyList<Column> second, string path, string firstName, string secondName)
    {
        var all = new List<Column>();
        foreach (var column in first)
        {
            var other = second.FirstOrDefault(c => c.Name == column.Name);
            all.Add(other is null
                ? column with { Nullable = true }
                : new(column.Name, Join(column.Type, other.Type, path + column.Name, firstName, secondName), column.Nullable || other.Nullable));
        }

        all.AddRange(second.Where(c => first.All(f => f.Name != c.Name)).Select(c => c with { Nullable = true }));
        return all;
    }

    private static ColumnType Join(ColumnType first, ColumnType second, string path, string firstName, string secondName) => (first, second) switch
    {
        (StructType a, StructType b) => new StructType(Join(a.Fields, b.Fields, path + ".", firstName, secondName)),
        (ListType a, ListType b) => new ListType(Join(a.Element, b.Element, path + "[]", firstName, secondName)),
        _ when first.Equals(second) => first,
        _ => throw new BadInputException($"Column '{path}' is {first} in {firstName} and {second} in {secondName}. Rename or leave one out."),
    };
}
