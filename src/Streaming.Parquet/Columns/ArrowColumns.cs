namespace Streaming.Parquet.Columns;

/// <summary>Column types and Arrow types, both ways. Arrow's variants of one idea (large, view, dictionary-encoded, fixed-size) are one <see cref="ColumnType"/>.</summary>
public static class ArrowColumns
{
    /// <summary>The Arrow schema of these columns, all types as they are: no widening.</summary>
    public static Arrow.Schema ToSchema(RowSchema schema) => new(schema.Columns.Select(ToField), null);

    /// <summary>The columns of an Arrow schema. A type without a counterpart (unions, intervals, 256-bit decimals) is a <see cref="NotSupportedException"/> that names the column.</summary>
    public static RowSchema FromSchema(Arrow.Schema schema) => new([.. schema.FieldsList.Select(FromField)]);

    /// <summary>One column as an Arrow field.</summary>
    public static Arrow.Field ToField(Column column) => new(column.Name, ToType(column.Type), column.Nullable);

    /// <summary>An Arrow field as a column.</summary>
    public static Column FromField(Arrow.Field field)
    {
        try
        {
            return new(field.Name, FromType(field.DataType), field.IsNullable);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"Column '{field.Name}': {e.Message}", e);
        }
    }

    /// <summary>The Arrow type of a column type.</summary>
    public static ArrowTypes.IArrowType ToType(ColumnType type) => type switch
    {
        ScalarType scalar => ToScalar(scalar.Kind),
        DecimalType d => new ArrowTypes.Decimal128Type(d.Precision, d.Scale),
        TimestampType t => new ArrowTypes.TimestampType(ToUnit(t.Resolution), t.IsUtc ? "UTC" : (string?)null),
        TimeType { Resolution: TimeResolution.Seconds or TimeResolution.Milliseconds } t => new ArrowTypes.Time32Type(ToUnit(t.Resolution)),
        TimeType t => new ArrowTypes.Time64Type(ToUnit(t.Resolution)),
        ListType l => new ArrowTypes.ListType(new Arrow.Field("element", ToType(l.Element), nullable: true)),
        StructType s => new ArrowTypes.StructType([.. s.Fields.Select(ToField)]),
        MapType m => new ArrowTypes.MapType(new Arrow.Field("key", ToType(m.Key), nullable: false), new Arrow.Field("value", ToType(m.Value), nullable: true), false),
        _ => throw new NotSupportedException($"The type {type} has no Arrow counterpart."),
    };

    /// <summary>The column type of an Arrow type. Durations are integers in their unit; a column of nulls alone counts as text.</summary>
    public static ColumnType FromType(ArrowTypes.IArrowType type) => type switch
    {
        ArrowTypes.Decimal32Type d => new DecimalType(d.Precision, d.Scale),
        ArrowTypes.Decimal64Type d => new DecimalType(d.Precision, d.Scale),
        ArrowTypes.Decimal128Type d => new DecimalType(d.Precision, d.Scale),
        ArrowTypes.TimestampType t => new TimestampType(FromUnit(t.Unit), !string.IsNullOrEmpty(t.Timezone)),
        ArrowTypes.Time32Type t => new TimeType(FromUnit(t.Unit)),
        ArrowTypes.Time64Type t => new TimeType(FromUnit(t.Unit)),
        ArrowTypes.ListType l => new ListType(FromType(l.ValueDataType)),
        ArrowTypes.LargeListType l => new ListType(FromType(l.ValueDataType)),
        ArrowTypes.FixedSizeListType l => new ListType(FromType(l.ValueDataType)),
        ArrowTypes.MapType m => new MapType(FromType(m.KeyField.DataType), FromType(m.ValueField.DataType)),
        ArrowTypes.StructType s => new StructType([.. s.Fields.Select(FromField)]),
        ArrowTypes.DictionaryType d => FromType(d.ValueType),
        _ => new ScalarType(FromScalar(type)),
    };

    private static ArrowTypes.IArrowType ToScalar(ScalarKind kind) => kind switch
    {
        ScalarKind.Bool => ArrowTypes.BooleanType.Default,
        ScalarKind.Int8 => ArrowTypes.Int8Type.Default,
        ScalarKind.Int16 => ArrowTypes.Int16Type.Default,
        ScalarKind.Int32 => ArrowTypes.Int32Type.Default,
        ScalarKind.Int64 => ArrowTypes.Int64Type.Default,
        ScalarKind.UInt8 => ArrowTypes.UInt8Type.Default,
        ScalarKind.UInt16 => ArrowTypes.UInt16Type.Default,
        ScalarKind.UInt32 => ArrowTypes.UInt32Type.Default,
        ScalarKind.UInt64 => ArrowTypes.UInt64Type.Default,
        ScalarKind.Float16 => ArrowTypes.HalfFloatType.Default,
        ScalarKind.Float32 => ArrowTypes.FloatType.Default,
        ScalarKind.Float64 => ArrowTypes.DoubleType.Default,
        ScalarKind.String => ArrowTypes.StringType.Default,
        ScalarKind.Binary => ArrowTypes.BinaryType.Default,
        ScalarKind.Date => ArrowTypes.Date32Type.Default,
        _ => throw new NotSupportedException($"The kind {kind} has no Arrow counterpart."),
    };

    private static ScalarKind FromScalar(ArrowTypes.IArrowType type) => type.TypeId switch
    {
        ArrowTypes.ArrowTypeId.Boolean => ScalarKind.Bool,
        ArrowTypes.ArrowTypeId.Int8 => ScalarKind.Int8,
        ArrowTypes.ArrowTypeId.Int16 => ScalarKind.Int16,
        ArrowTypes.ArrowTypeId.Int32 => ScalarKind.Int32,
        ArrowTypes.ArrowTypeId.Int64 or ArrowTypes.ArrowTypeId.Duration => ScalarKind.Int64,
        ArrowTypes.ArrowTypeId.UInt8 => ScalarKind.UInt8,
        ArrowTypes.ArrowTypeId.UInt16 => ScalarKind.UInt16,
        ArrowTypes.ArrowTypeId.UInt32 => ScalarKind.UInt32,
        ArrowTypes.ArrowTypeId.UInt64 => ScalarKind.UInt64,
        ArrowTypes.ArrowTypeId.HalfFloat => ScalarKind.Float16,
        ArrowTypes.ArrowTypeId.Float => ScalarKind.Float32,
        ArrowTypes.ArrowTypeId.Double => ScalarKind.Float64,
        ArrowTypes.ArrowTypeId.String or ArrowTypes.ArrowTypeId.LargeString or ArrowTypes.ArrowTypeId.StringView or ArrowTypes.ArrowTypeId.Null => ScalarKind.String,
        ArrowTypes.ArrowTypeId.Binary or ArrowTypes.ArrowTypeId.LargeBinary or ArrowTypes.ArrowTypeId.BinaryView or ArrowTypes.ArrowTypeId.FixedSizedBinary => ScalarKind.Binary,
        ArrowTypes.ArrowTypeId.Date32 or ArrowTypes.ArrowTypeId.Date64 => ScalarKind.Date,
        _ => throw new NotSupportedException($"The Arrow type {type.Name} is not supported."),
    };

    private static ArrowTypes.TimeUnit ToUnit(TimeResolution resolution) => (ArrowTypes.TimeUnit)(int)resolution;

    private static TimeResolution FromUnit(ArrowTypes.TimeUnit unit) => (TimeResolution)(int)unit;
}
