using Streaming.Operators;
using Streaming.Parquet.Layouts;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

/// <summary>Rows as the datasets' own files have them become samples.</summary>
public sealed class PresetTests
{
    private static readonly ColumnType _paths = new ListType(ColumnType.String);
    private static readonly ColumnType _turns = new ListType(new StructType([new("from", ColumnType.String), new("value", ColumnType.String)]));

    [Fact]
    public void Laion_puts_the_image_before_its_caption()
    {
        var sample = Make(
            LayoutPreset.Laion,
            ("SAMPLE_ID", ColumnType.Int64, 12L), ("URL", ColumnType.String, "http://x/1.jpg"), ("TEXT", ColumnType.String, "a cat"), ("WIDTH", ColumnType.Int32, 640L), ("similarity", ColumnType.Float64, 0.31));

        Assert.Equal("12", sample.Id);
        Assert.Equal("<__dj__image>\na cat", sample.Text);
        Assert.Equal("http://x/1.jpg", Assert.Single(sample.Images).Path);
        Assert.Equal(["WIDTH", "similarity"], sample.Meta.Names);
    }

    [Fact]
    public void Img2dataset_gives_the_bytes_beside_the_caption()
    {
        var sample = Make(
            LayoutPreset.Laion, ("url", ColumnType.String, "http://x/1.jpg"), ("caption", ColumnType.String, null), ("key", ColumnType.String, "000000001"), ("jpg", ColumnType.Binary, new byte[] { 1 }));

        Assert.Equal("000000001", sample.Id);
        Assert.Equal("<__dj__image>\n", sample.Text);
        Assert.Equal(1, Assert.Single(sample.Images).Bytes!.Value.Length);
    }

    [Fact]
    public void Fineweb_is_text_and_id_with_the_rest_carried()
    {
        var sample = Make(LayoutPreset.Fineweb, ("text", ColumnType.String, "t"), ("id", ColumnType.String, "<urn:uuid:1>"), ("url", ColumnType.String, "u"), ("language_score", ColumnType.Float64, 0.9));

        Assert.Equal(("<urn:uuid:1>", "t"), (sample.Id, sample.Text));
        Assert.Equal(0.9, sample.Meta["language_score"]);
    }

    [Fact]
    public void Obelics_keeps_texts_and_images_in_their_order()
    {
        var sample = Make(
            LayoutPreset.Obelics,
            ("images", _paths, new object?[] { "u1", null, "u2", null }), ("texts", _paths, new object?[] { null, "first", null, "second" }), ("metadata", ColumnType.String, "[]"));

        Assert.Equal("<__dj__image>\nfirst\n<__dj__image>\nsecond", sample.Text);
        Assert.Equal(["u1", "u2"], sample.Images.Select(i => i.Path));
    }

    [Fact]
    public void Llava_becomes_turns_and_the_text_of_Data_Juicers_converter()
    {
        var turns = new object?[] { new object?[] { "human", "<image>\nWhat?" }, new object?[] { "gpt", "A bus." } };

        var sample = Make(LayoutPreset.Llava, ("id", ColumnType.String, "0033"), ("image", ColumnType.String, "a.jpg"), ("conversations", _turns, turns));

        Assert.Equal([new("user", "<__dj__image>\nWhat?"), new("assistant", "A bus.")], sample.Messages);
        Assert.Equal("[[human]]: <__dj__image>\nWhat?\n[[gpt]]: A bus. <|__dj__eoc|>", sample.Text);
        Assert.Equal("a.jpg", Assert.Single(sample.Images).Path);
    }

    [Fact]
    public void Sharegpt_becomes_turns_without_a_text()
    {
        var turns = new object?[] { new object?[] { "system", "s" }, new object?[] { "human", "q" }, null };
        var layout = Layout(LayoutPreset.Sharegpt, ("id", ColumnType.String), ("conversations", _turns));

        var sample = layout.Make(["c1", turns], Shards.Split, 0, "run");

        Assert.Equal([new("system", "s"), new("user", "q")], sample.Messages);
        Assert.Null(layout.Schema.Find(KnownColumns.Text));
    }

    [Fact]
    public void A_mapping_goes_before_the_preset()
    {
        var options = new LayoutOptions { Preset = LayoutPreset.Laion, Columns = new Dictionary<string, string> { ["text"] = "alt" } };
        var layout = SampleLayout.Of(new([new("TEXT", ColumnType.String), new("alt", ColumnType.String)]), options);

        Assert.Equal("b", layout.Make(["b", "a"], Shards.Split, 0, "run").Text);
    }

    [Fact]
    public void The_wrong_preset_is_bad_input_that_names_the_columns()
    {
        var bad = Assert.Throws<BadInputException>(() => Layout(LayoutPreset.Obelics, ("text", ColumnType.String)));

        Assert.Contains("'text'", bad.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KnownColumns.Text)]
    [InlineData(KnownColumns.Images)]
    [InlineData(KnownColumns.Messages)]
    [InlineData(KnownColumns.Stats)]
    public void A_member_column_of_another_type_is_bad_input_with_a_way_out(string name)
    {
        var bad = Assert.Throws<BadInputException>(() => Layout(LayoutPreset.None, (name, ColumnType.Float64)));

        Assert.Contains("columns:", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_can_carry_a_member_column_under_another_name()
    {
        var options = new LayoutOptions { Columns = new Dictionary<string, string> { ["old_lineage"] = "lineage" } };
        var layout = SampleLayout.Of(new([new("text", ColumnType.String), new("lineage", ColumnType.Int64)]), options);

        Assert.Equal(5L, layout.Make([.. layout.Cells.Select(c => c.Name == "text" ? (object)"t" : 5L)], Shards.Split, 0, "run").Meta["old_lineage"]);
    }

    private static SampleLayout Layout(LayoutPreset preset, params (string Name, ColumnType Type)[] columns) =>
        SampleLayout.Of(new([.. columns.Select(c => new Column(c.Name, c.Type))]), new() { Preset = preset });

    private static Sample Make(LayoutPreset preset, params (string Name, ColumnType Type, object? Value)[] row)
    {
        var layout = Layout(preset, [.. row.Select(r => (r.Name, r.Type))]);
        return layout.Make([.. layout.Cells.Select(c => row.Single(r => r.Name == c.Name).Value)], Shards.Split, 0, "run");
    }
}
