using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>Between the engine's schemas and the protocol's <c>schemaString</c> (section "Schema Serialization Format").</summary>
/// <remarks>
/// <para>A table at reader 1 / writer 2 lacks some types. They are widened without loss where that is possible:</para>
/// <list type="bullet">
/// <item>uint8 → short, uint16 → integer, uint32 → long, uint64 → decimal(20,0);</item>
/// <item>float16 → float; a time of day → long in its own unit;</item>
/// <item>timestamps of any unit → <c>timestamp</c>, microseconds UTC (nanoseconds are cut). A timestamp without zone would need a table feature that keeps other writers
/// out, so it is stored as if its wall clock showed UTC;</item>
/// <item>a struct without fields holds nothing and Parquet cannot express it: the column is left out.</item>
/// </list>
/// <para>That values of a list or a map may be missing is not part of the engine's types: they are always said to be nullable.</para>
/// </remarks>
public static class DeltaSchema
{
    private const int MaxDecimalDigits = 38;
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 256 };

    /// <summary>The schema as a table stores it. Names that differ by case alone, and decimals above 38 digits, are a <see cref="BadInputException"/>.</summary>
    public static RowSchema StoreAs(RowSchema schema) => new(StoreAs(schema.Columns));

    /// <summary>The <c>schemaString</c> of <see cref="StoreAs(RowSchema)"/>.</summary>
    public static string ToJson(RowSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteStruct(json, StoreAs(schema).Columns);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a <c>schemaString</c>. What is not one, or has types that the engine lacks, is a <see cref="BadInputException"/>.</summary>
    public static RowSchema Parse(string schemaString)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaString, ReadOptions);
            return ReadType(document.RootElement) is StructType row ? new(row.Fields) : throw new FormatException("it is not a struct");
        }
        catch (Exception bad) when (bad is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadInputException($"The table's schema cannot be used: {bad.Message}", bad);
        }
    }

    private static List<Column> StoreAs(IReadOnlyList<Column> columns)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var stored = new List<Column>(columns.Count);
        foreach (var column in columns)
        {
            if (!names.Add(column.Name))
            {
                throw new BadInputException($"A table cannot hold two columns named '{column.Name}': Delta compares names without case. Rename one of them.");
            }

            var type = StoreAs(column.Type);
            if (!IsHollow(type))
            {
                stored.Add(column with { Type = type });
            }
        }

        return stored;
    }

    private static ColumnType StoreAs(ColumnType type) => type switch
    {
        ScalarType scalar => StoreAs(scalar),
        DecimalType { Precision: > MaxDecimalDigits } wide =>
            throw new BadInputException($"A table cannot hold decimal({wide.Precision},{wide.Scale}): {MaxDecimalDigits} digits is the most."),
        TimestampType => new TimestampType(TimeResolution.Microseconds, IsUtc: true),
        TimeType => ColumnType.Int64,
        ListType list => new ListType(StoreAs(list.Element)),
        MapType map => new MapType(StoreAs(map.Key), StoreAs(map.Value)),
        StructType row => new StructType(StoreAs(row.Fields)),
        _ => type,
    };

    private static ColumnType StoreAs(ScalarType type) => type.Kind switch
    {
        ScalarKind.UInt8 => new ScalarType(ScalarKind.Int16),
        ScalarKind.UInt16 => ColumnType.Int32,
        ScalarKind.UInt32 => ColumnType.Int64,
        ScalarKind.UInt64 => new DecimalType(20, 0),
        ScalarKind.Float16 => new ScalarType(ScalarKind.Float32),
        _ => type,
    };

    private static bool IsHollow(ColumnType type) => type switch
    {
        StructType row => row.Fields.Count == 0,
        ListType list => IsHollow(list.Element),
        MapType map => IsHollow(map.Key) || IsHollow(map.Value),
        _ => false,
    };

    private static void WriteStruct(Utf8JsonWriter json, IReadOnlyList<Column> fields)
    {
        json.WriteStartObject();
        json.WriteString("type", "struct");
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            WriteType(json, field.Type);
            json.WriteBoolean("nullable", field.Nullable);
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, ColumnType type)
    {
        switch (type)
        {
            case StructType row:
                WriteStruct(json, row.Fields);
                break;
            case ListType list:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("elementType");
                WriteType(json, list.Element);
                json.WriteBoolean("containsNull", true);
                json.WriteEndObject();
                break;
            case MapType map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                WriteType(json, map.Key);
                json.WritePropertyName("valueType");
                WriteType(json, map.Value);
                json.WriteBoolean("valueContainsNull", true);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(PrimitiveName(type));
                break;
        }
    }

    private static string PrimitiveName(ColumnType type) => type switch
    {
        DecimalType number => string.Create(CultureInfo.InvariantCulture, $"decimal({number.Precision},{number.Scale})"),
        TimestampType => "timestamp",
        ScalarType scalar => scalar.Kind switch
        {
            ScalarKind.Bool => "boolean",
            ScalarKind.Int8 => "byte",
            ScalarKind.Int16 => "short",
            ScalarKind.Int32 => "integer",
            ScalarKind.Int64 => "long",
            ScalarKind.Float32 => "float",
            ScalarKind.Float64 => "double",
            ScalarKind.String => "string",
            ScalarKind.Binary => "binary",
            ScalarKind.Date => "date",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a stored type."),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a stored type."),
    };

    private static ColumnType ReadType(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
        {
            return ReadPrimitive(type.GetString()!);
        }

        return type.GetProperty("type").GetString() switch
        {
            "struct" => new StructType([.. type.GetProperty("fields").EnumerateArray().Select(ReadField)]),
            "array" => new ListType(ReadType(type.GetProperty("elementType"))),
            "map" => new MapType(ReadType(type.GetProperty("keyType")), ReadType(type.GetProperty("valueType"))),
            var other => throw new FormatException($"the type '{other}' is not supported"),
        };
    }

    private static Column ReadField(JsonElement field) =>
        new(field.GetProperty("name").GetString()!, ReadType(field.GetProperty("type")), field.GetProperty("nullable").GetBoolean());

    private static ColumnType ReadPrimitive(string name) => name switch
    {
        "boolean" => ColumnType.Bool,
        "byte" => new ScalarType(ScalarKind.Int8),
        "short" => new ScalarType(ScalarKind.Int16),
        "integer" => ColumnType.Int32,
        "long" => ColumnType.Int64,
        "float" => new ScalarType(ScalarKind.Float32),
        "double" => ColumnType.Float64,
        "string" => ColumnType.String,
        "binary" => ColumnType.Binary,
        "date" => new ScalarType(ScalarKind.Date),
        "timestamp" => new TimestampType(TimeResolution.Microseconds, IsUtc: true),
        "decimal" => new DecimalType(10, 0),
        _ when name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')') => ReadDecimal(name),
        _ => throw new FormatException($"the type '{name}' is not supported"),
    };

    private static DecimalType ReadDecimal(string name)
    {
        var digits = name["decimal(".Length..^1].Split(',');
        return digits.Length == 2
            ? new(int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture))
            : throw new FormatException($"the type '{name}' is not supported");
    }
}
