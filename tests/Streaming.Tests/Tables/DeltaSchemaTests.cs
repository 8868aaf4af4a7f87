using System.Text.Json.Nodes;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class DeltaSchemaTests
{
    public static TheoryData<ColumnType, string> Types() => new()
    {
        { ColumnType.Bool, "boolean" }, { new ScalarType(ScalarKind.Int8), "byte" }, { new ScalarType(ScalarKind.Int16), "short" }, { ColumnType.Int32, "integer" },
        { ColumnType.Int64, "long" }, { new ScalarType(ScalarKind.UInt8), "short" }, { new ScalarType(ScalarKind.UInt16), "integer" }, { new ScalarType(ScalarKind.UInt32), "long" },
        { new ScalarType(ScalarKind.UInt64), "decimal(20,0)" }, { new ScalarType(ScalarKind.Float16), "float" }, { new ScalarType(ScalarKind.Float32), "float" },
        { ColumnType.Float64, "double" }, { ColumnType.String, "string" }, { ColumnType.Binary, "binary" }, { new ScalarType(ScalarKind.Date), "date" },
        { new DecimalType(38, 9), "decimal(38,9)" }, { new TimestampType(TimeResolution.Nanoseconds, true), "timestamp" }, { new TimestampType(TimeResolution.Seconds, false), "timestamp" },
        { new TimeType(TimeResolution.Milliseconds), "long" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_type_has_its_name_in_a_table(ColumnType type, string name)
    {
        var field = JsonNode.Parse(DeltaSchema.ToJson(new([new("c", type, Nullable: false)])))!["fields"]![0]!;
        Assert.Equal(("c", name, false), (field["name"]!.GetValue<string>(), field["type"]!.GetValue<string>(), field["nullable"]!.GetValue<bool>()));
    }

    [Fact]
    public void A_stored_schema_is_read_back_as_it_is_stored()
    {
        var nested = new ListType(new StructType([new("m", new MapType(ColumnType.String, new ListType(new ScalarType(ScalarKind.UInt32)))), new("t", new TimeType(TimeResolution.Nanoseconds), false)]));
        var schema = RowSchema.Text.With(new("nested", nested)).With(new("images", KnownColumns.MediaType)).WithStat("text_len", ColumnType.Int64);
        Assert.Equal(DeltaSchema.StoreAs(schema), DeltaSchema.Parse(DeltaSchema.ToJson(schema)));
        Assert.Equal(DeltaSchema.StoreAs(schema), DeltaSchema.StoreAs(DeltaSchema.StoreAs(schema)));
    }

    [Fact]
    public void The_text_is_the_protocols() => Assert.Equal(
        """{"type":"struct","fields":[{"name":"e","type":{"type":"array","elementType":{"type":"struct","fields":[{"name":"d","type":"integer","nullable":false,"metadata":{}}]},"containsNull":true},"nullable":true,"metadata":{}},{"name":"f","type":{"type":"map","keyType":"string","valueType":"string","valueContainsNull":true},"nullable":true,"metadata":{}}]}""",
        DeltaSchema.ToJson(new([
            new("e", new ListType(new StructType([new("d", ColumnType.Int32, Nullable: false)]))),
            new("f", new MapType(ColumnType.String, ColumnType.String)),
        ])));

    [Fact]
    public void A_struct_without_fields_is_left_out() =>
        Assert.Equal(["id", "text", "lineage"], DeltaSchema.StoreAs(RowSchema.Text).Columns.Select(c => c.Name));

    [Fact]
    public void Names_that_differ_by_case_alone_are_refused() =>
        Assert.Throws<BadInputException>(() => DeltaSchema.StoreAs(new([new("Text", ColumnType.String), new("text", ColumnType.String)])));

    [Theory]
    [InlineData("timestamp_ntz")]
    [InlineData("void")]
    [InlineData("variant")]
    [InlineData("decimal(x)")]
    public void Types_that_the_engine_lacks_are_named(string type)
    {
        var error = Assert.Throws<BadInputException>(() => DeltaSchema.Parse("""{"type":"struct","fields":[{"name":"c","type":"TYPE","nullable":true,"metadata":{}}]}""".Replace("TYPE", type, StringComparison.Ordinal)));
        Assert.Contains(type, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"string\"")]
    [InlineData("""{"type":"struct"}""")]
    [InlineData("""{"type":"struct","fields":[{}]}""")]
    public void What_is_no_schema_is_refused(string text) => Assert.Throws<BadInputException>(() => DeltaSchema.Parse(text));
}
