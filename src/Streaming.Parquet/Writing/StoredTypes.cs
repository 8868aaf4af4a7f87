namespace Streaming.Parquet.Writing;

/// <summary>How columns are stored: in the types that a Delta table of reader version 1 knows, so that every reader opens the shards.</summary>
/// <remarks>
/// Unsigned integers widen to the next signed type (64 bits to decimal(20,0)), float16 to float32, timestamps of any unit become microseconds (with or without a zone: a wall-clock
/// time is stored as if it were UTC, for Delta's type without a zone needs reader version 3), times of day become integers in their unit. A struct without fields cannot be stored.
/// </remarks>
internal static class StoredTypes
{
    public static RowSchema Of(RowSchema schema) => new([.. schema.Columns.Select(Of).OfType<Column>()]);

    /// <summary>The column as stored, or null where nothing of it can be.</summary>
    public static Column? Of(Column column) => Of(column.Type) is { } type ? column with { Type = type } : null;

    public static ColumnType? Of(ColumnType type) => type switch
    {
        ScalarType s => Of(s.Kind),
        TimestampType => new TimestampType(TimeResolution.Microseconds, IsUtc: true),
        TimeType => ColumnType.Int64,
        DecimalType { Precision: > 38 or < 1 } d => throw new BadInputException($"A decimal of {d.Precision} digits cannot be stored: 38 are the most."),
        DecimalType => type,
        ListType l => Of(l.Element) is { } element ? new ListType(element) : null,
        MapType m => Of(m.Key) is { } key && Of(m.Value) is { } value ? new MapType(key, value) : null,
        StructType s => Of(s),
        _ => throw new BadInputException($"Columns of {type} cannot be stored as Parquet."),
    };

    private static StructType? Of(StructType type)
    {
        Column[] fields = [.. type.Fields.Select(Of).OfType<Column>()];
        return fields.Length > 0 ? new(fields) : null;
    }

    private static ColumnType Of(ScalarKind kind) => kind switch
    {
        ScalarKind.UInt8 => new ScalarType(ScalarKind.Int16),
        ScalarKind.UInt16 => ColumnType.Int32,
        ScalarKind.UInt32 => ColumnType.Int64,
        ScalarKind.UInt64 => new DecimalType(20, 0),
        ScalarKind.Float16 => new ScalarType(ScalarKind.Float32),
        _ => new ScalarType(kind),
    };
}
