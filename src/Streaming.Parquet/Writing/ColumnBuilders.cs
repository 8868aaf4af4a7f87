using System.Globalization;
using Streaming.Parquet.Columns;

namespace Streaming.Parquet.Writing;

/// <summary>Makes the builder of a column: values come in as its logical type says, and go out as its stored type says.</summary>
internal static class ColumnBuilders
{
    /// <summary>The builder, or null where nothing of the type can be stored.</summary>
    /// <param name="logical">The type of the values.</param>
    /// <param name="watched">Whether statistics are kept: not below lists and maps.</param>
    public static ColumnBuilder? Of(ColumnType logical, bool watched = true)
    {
        if (StoredTypes.Of(logical) is not { } stored)
        {
            return null;
        }

        var type = ArrowColumns.ToType(stored);
        return logical switch
        {
            ListType l => new ListBuilder(type, Of(l.Element, watched: false)!),
            MapType m => new MapBuilder((ArrowTypes.MapType)type, Of(m.Key, watched: false)!, Of(m.Value, watched: false)!),
            StructType s => Struct(s, (ArrowTypes.StructType)type, watched),
            TimestampType t => new FixedBuilder<long>(type, v => ToMicroseconds(ToLong(v), t.Resolution), null),
            TimeType => new FixedBuilder<long>(type, ToLong, null),
            DecimalType => new FixedBuilder<Int128>(type, ToInt128, null),
            ScalarType s => Scalar(s.Kind, type, watched),
            _ => throw new BadInputException($"Columns of {logical} cannot be stored as Parquet."),
        };
    }

    private static StructBuilder Struct(StructType logical, ArrowTypes.StructType type, bool watched)
    {
        var fields = logical.Fields.Select((f, i) => (Builder: Of(f.Type, watched), Place: i)).Where(f => f.Builder is not null).ToArray();
        return new(type, [.. fields.Select(f => f.Builder!)], [.. fields.Select(f => f.Place)]);
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
        ScalarKind.Date => new FixedBuilder<int>(type, v => checked((int)ToLong(v)), null),
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
