namespace Streaming.Samples;

/// <summary>The logical type of a column. Nested types nest to any depth.</summary>
/// <remarks>
/// <para>Values of a column are plain CLR objects, <see langword="null"/> for a missing value:</para>
/// <list type="table">
/// <item><term><see cref="ScalarType"/></term><description>as <see cref="ScalarKind"/> says</description></item>
/// <item><term><see cref="DecimalType"/></term><description><see cref="Int128"/>, unscaled</description></item>
/// <item><term><see cref="TimestampType"/>, <see cref="TimeType"/></term><description><see cref="long"/> in the type's unit since the epoch / midnight</description></item>
/// <item><term><see cref="ListType"/></term><description><c>object?[]</c>; also <c>int[]</c> for lists of int32 and <c>float[]</c> for lists of float32</description></item>
/// <item><term><see cref="StructType"/></term><description><c>object?[]</c>, one value per field, in the type's order</description></item>
/// <item><term><see cref="MapType"/></term><description><c>KeyValuePair&lt;object, object?&gt;[]</c></description></item>
/// </list>
/// </remarks>
public abstract record ColumnType
{
    /// <summary>UTF-16 text.</summary>
    public static ScalarType String { get; } = new(ScalarKind.String);

    /// <summary>Bytes.</summary>
    public static ScalarType Binary { get; } = new(ScalarKind.Binary);

    /// <summary>A signed 64-bit integer.</summary>
    public static ScalarType Int64 { get; } = new(ScalarKind.Int64);

    /// <summary>A signed 32-bit integer.</summary>
    public static ScalarType Int32 { get; } = new(ScalarKind.Int32);

    /// <summary>A double.</summary>
    public static ScalarType Float64 { get; } = new(ScalarKind.Float64);

    /// <summary>A truth value.</summary>
    public static ScalarType Bool { get; } = new(ScalarKind.Bool);
}

/// <summary>A type without parts.</summary>
public sealed record ScalarType(ScalarKind Kind) : ColumnType;

/// <summary>A decimal of up to 38 digits.</summary>
public sealed record DecimalType(int Precision, int Scale) : ColumnType;

/// <summary>A point in time. <paramref name="IsUtc"/> false means local wall-clock time without a zone.</summary>
public sealed record TimestampType(TimeResolution Resolution, bool IsUtc) : ColumnType;

/// <summary>A time of day.</summary>
public sealed record TimeType(TimeResolution Resolution) : ColumnType;

/// <summary>A list of values of one type.</summary>
public sealed record ListType(ColumnType Element) : ColumnType;

/// <summary>A fixed set of named values.</summary>
public sealed record StructType(IReadOnlyList<Column> Fields) : ColumnType
{
    /// <summary>Compares field by field.</summary>
    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(17, HashCode.Combine);
}

/// <summary>Keys and values.</summary>
public sealed record MapType(ColumnType Key, ColumnType Value) : ColumnType;

/// <summary>The kinds of types without parts, with the CLR type of their values.</summary>
public enum ScalarKind
{
    /// <summary><see cref="bool"/></summary>
    Bool,

    /// <summary><see cref="long"/></summary>
    Int8,

    /// <summary><see cref="long"/></summary>
    Int16,

    /// <summary><see cref="long"/></summary>
    Int32,

    /// <summary><see cref="long"/></summary>
    Int64,

    /// <summary><see cref="long"/></summary>
    UInt8,

    /// <summary><see cref="long"/></summary>
    UInt16,

    /// <summary><see cref="long"/></summary>
    UInt32,

    /// <summary><see cref="ulong"/></summary>
    UInt64,

    /// <summary><see cref="double"/></summary>
    Float16,

    /// <summary><see cref="double"/></summary>
    Float32,

    /// <summary><see cref="double"/></summary>
    Float64,

    /// <summary><see cref="string"/></summary>
    String,

    /// <summary><c>byte[]</c></summary>
    Binary,

    /// <summary><see cref="long"/>: days since 1970-01-01</summary>
    Date,
}

/// <summary>The unit in which a time is counted.</summary>
public enum TimeResolution
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Nanoseconds.</summary>
    Nanoseconds,
}
