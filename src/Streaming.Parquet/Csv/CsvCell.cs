using System.Globalization;

namespace Streaming.Parquet.Csv;

/// <summary>Reads fields as a column's type says; null where the field does not fit.</summary>
internal static class CsvCell
{
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>The reader of a type; null where fields have no such values.</summary>
    public static Func<string, object?>? Of(ColumnType type) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => field => field,
        ScalarType { Kind: ScalarKind.Int64 } => field => Integer(field),
        ScalarType { Kind: ScalarKind.Float64 } => field => Number(field),
        ScalarType { Kind: ScalarKind.Bool } => field => Bool(field),
        _ => null,
    };

    /// <summary>true and false as pandas reads them.</summary>
    public static bool? Bool(string field) => field switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    public static long? Integer(string field) => long.TryParse(field, Whole, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A number; whole ones beyond 64 bits are none, as in pandas: as a double they would be others.</summary>
    public static double? Number(string field)
    {
        if (double.TryParse(field, Fraction, CultureInfo.InvariantCulture, out var value))
        {
            return double.IsFinite(value) && field.AsSpan().ContainsAny(".eE") || Integer(field) is not null ? value : null;
        }

        var word = field.AsSpan().Trim();
        var sign = word is ['-' or '+', ..] ? word[..1] : [];
        word = word[sign.Length..];
        return word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            ? (sign is ['-'] ? double.NegativeInfinity : double.PositiveInfinity)
            : null;
    }
}
