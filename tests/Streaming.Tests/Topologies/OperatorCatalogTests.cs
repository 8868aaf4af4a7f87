using Streaming.Operators;

namespace Streaming.Tests.Topologies;

public sealed class OperatorCatalogTests
{
    [Fact]
    public void Operators_are_found_by_their_attribute() =>
        Assert.Equal(typeof(LengthFilter), OperatorCatalog.Of(typeof(LengthFilter).Assembly).Find(OperatorRole.Step, "length_filter")?.Implementation);

    [Theory]
    [InlineData(OperatorRole.Source, "lines", OperatorKind.Source)]
    [InlineData(OperatorRole.Sink, "lines", OperatorKind.Sink)]
    [InlineData(OperatorRole.Step, "length_filter", OperatorKind.Filter)]
    [InlineData(OperatorRole.Step, "plain_mapper", OperatorKind.Mapper)]
    [InlineData(OperatorRole.Step, "line_deduplicator", OperatorKind.Deduplicator)]
    public void The_base_class_or_the_name_says_what_an_operator_is(OperatorRole role, string name, OperatorKind kind) =>
        Assert.Equal(kind, Topology.Catalog.Find(role, name)!.Kind);

    [Fact]
    public void Two_operators_of_one_name_are_refused() =>
        Assert.Contains("both named 'lines'", Assert.Throws<InvalidOperationException>(() => new OperatorCatalog([typeof(LinesSource), typeof(LinesSink), typeof(LinesSink)])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_option_has_the_name_type_default_range_and_description_of_its_property()
    {
        var option = Topology.Catalog.Find(OperatorRole.Step, "length_filter")!.Options[1];
        Assert.Equal(("max_len", "integer", "10000", "between 1 and 1000000"), (option.Name, option.Shape.Title, option.DefaultText, option.Range!.ToString()));
        Assert.Equal("The most characters.", option.Description);
        Assert.False(option.IsRequired);
    }

    [Fact]
    public void A_range_to_the_end_of_the_type_is_open() =>
        Assert.Equal("at least 0", Topology.Catalog.Find(OperatorRole.Step, "length_filter")!.Options[0].Range!.ToString());

    [Fact]
    public void Code_in_documentation_becomes_markdown() =>
        Assert.Equal("The fewest characters, `max_len` at most.", Topology.Catalog.Find(OperatorRole.Step, "length_filter")!.Options[0].Description);

    [Fact]
    public void Summary_and_remarks_of_the_class_are_its_documentation()
    {
        var entry = Topology.Catalog.Find(OperatorRole.Step, "length_filter")!;
        Assert.Equal(("Keeps texts of a length.", "Measured in characters."), (entry.Summary, entry.Remarks));
    }

    [Fact]
    public void A_required_member_is_a_required_option() =>
        Assert.True(Topology.Catalog.Find(OperatorRole.Source, "lines")!.Options[0].IsRequired);

    [Theory]
    [InlineData("max_bytes", "bytes")]
    [InlineData("linger_ms", "milliseconds")]
    [InlineData("wait", "seconds")]
    [InlineData("memory", "bytes")]
    [InlineData("count", null)]
    public void Names_and_types_tell_the_unit(string option, string? unit) => Assert.Equal(unit, Option(option).Unit);

    [Theory]
    [InlineData("wait", "30s")]
    [InlineData("memory", "64MiB")]
    [InlineData("colour", "blue")]
    [InlineData("sizes", "[1, 2]")]
    [InlineData("model", null)]
    public void Defaults_are_written_as_a_topology_would(string option, string? text) => Assert.Equal(text, Option(option).DefaultText);

    [Fact]
    public void The_words_of_an_enum_are_its_choices() => Assert.Equal(["dark_red", "blue"], Option("colour").Shape.Choices);

    [Theory]
    [InlineData("MinLen", "min_len")]
    [InlineData("UTF8Text", "utf8_text")]
    [InlineData("N", "n")]
    [InlineData("HashXXH3", "hash_xxh3")]
    public void Names_turn_into_snake_case(string name, string snake) => Assert.Equal(snake, SnakeCase.Of(name));

    private static OptionEntry Option(string name) => Topology.Catalog.Find(OperatorRole.Step, "everything_mapper")!.Options.Single(o => o.Name == name);
}
