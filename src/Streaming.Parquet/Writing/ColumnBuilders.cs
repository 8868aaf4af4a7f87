using System.Globalization;
using Streaming.Parquet.Columns;

namespace Streaming.Parquet.Writing;

/// <summary>Makes the builder of a column: values come in as its logical type says, and go out as its stored type says.</summary>
internal static class ColumnBuilders
{
    /// <summary>The builder of a column.</summary>
    /// <param name="logical">The type of the values.</param>
    /// <param name="stored">The type in the file, as <see cref="Tables.DeltaSchema"/> widened it; fields that nothing can store are missing.</param>
    /// <param name="watched">Whether statistics are kept: not below lists and maps.</param>
    public static ColumnBuilder Of(ColumnType logical, ColumnType stored, bool watched = true)
    {
        var type = ArrowColumns.ToType(stored);
        return (logical, stored) switch
        {
            (ListType l, ListType s) => new ListBuilder(type, Of(l.Element, s.Element, watched: false)),
            (MapType m, MapType s) => new MapBuilder((ArrowTypes.MapType)type, Of(m.Key, s.Key, watched: false), Of(m.Value, s.Value, watched: false)),
            (StructType l, StructType s) => Struct(l, s, (ArrowTypes.StructType)type, watched),
            (TimestampType t, _) => new FixedBuilder<long>(type, v => ToMicroseconds(ToLong(v), t.Resolution), Integers(watched)),
            (TimeType, _) => new FixedBuilder<long>(type, ToLong, Integers(watched)),
            (DecimalType, _) => new FixedBuilder<Int128>(type, ToInt128, null),
            (ScalarType s, _) => Scalar(s.Kind, type, watched),
            _ => throw new BadInputException($"Columns of {logical} cannot be stored as Parquet."),
        };
    }

    private static StructBuilder Struct(StructType logical, StructType stored, ArrowTypes.StructType type, bool watched)
    {
        var places = stored.Fields.Select(f => logical.Fields.ToList().FindIndex(l => l.Name == f.Name)).ToArray();
        return new(type, [.. places.Select((place, i) => Of(logical.Fields[place].Type, stored.Fields[i].Type, watched))], places);
    }

    private static ColumnBuilder Scalar(ScalarKind kind, ArrowTypes.IArrowType type, bool watched) => kind switch
    {
        ScalarKind.Bool => new BoolBuilder(),
        ScalarKind.Int8 => new FixedBuilder<sbyte>(type, v => checked((sbyte)ToLong(v)), Integers(watched)),
        ScalarKind.Int16 or ScalarKind.UInt8 => new FixedBuilder<short>(type, v => checked((short)ToLong(v)), Integers(watched)),
        ScalarKind.Int32 or ScalarKind.UInt16 => new FixedBuilder<int>(type, v => checked((int)ToLong(v)), Integers(watched)),
        ScalarKind.Int64 or ScalarKind.UInt32 => new FixedBuilder<long>(type, ToLong, Integers(watched)),
        ScalarKind.UInt64 => new FixedBuilder<Int128>(type, ToInt128, null),
        ScalarKind.Float16 or ScalarKind.Float32 => new FixedBuilder<float>(type, v => (float)ToDouble(v), watched ? new FloatRange() : null),
        ScalarKind.Float64 => new FixedBuilder<double>(type, ToDouble, watched ? new FloatRange() : null),
        ScalarKind.String => new TextBuilder(watched ? new TextRange() : null),
        ScalarKind.Binary => new BytesBuilder(),
        ScalarKind.Date => new FixedBuilder<int>(type, v => checked((int)ToLong(v)), Integers(watched)),
        _ => throw new BadInputException($"Columns of {kind} cannot be stored as Parquet."),
    };

    private static IntegerRange? Integers(bool watched) => watched ? new() : null;

    private static long ToLong(object value) => value switch
    {
        long l => l,
        int i => i,
        ulong u => checked((long)u),
        double d when Math.Floor(d) == d => checked((long)d),
        _ => throw new InvalidCastException(value.GetType().Name),
    };

    private static double ToDouble(object value) => value switch
    {
        double d => d,
        float f => f,
        long or int or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(value.GetType().Name),
    };

    private static Int128 ToInt128(object value) => value switch
    {
        Int128 i => i,
        ulong u => u,
        long l => l,
        _ => throw new InvalidCastException(value.GetType().Name),
    };

    private static long ToMicroseconds(long value, TimeResolution from) => from switch
    {
        TimeResolution.Seconds => checked(value * 1_000_000),
        TimeResolution.Milliseconds => checked(value * 1_000),
        TimeResolution.Nanoseconds => ArrowScalars.FloorDiv(value, 1_000),
        _ => value,
    };
}
