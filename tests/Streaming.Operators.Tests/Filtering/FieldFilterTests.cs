using Streaming.Operators.Filtering;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Filtering;

public class FieldFilterTests
{
    [Fact]
    public void A_field_that_is_not_there_is_named_with_those_that_are()
    {
        var filter = new SpecifiedNumericFieldFilter(new() { FieldKey = "scores" });
        var schema = RowSchema.Text.With(new("score", ColumnType.Float64));

        Assert.Contains("id, text, score", Assert.Throws<BadInputException>(() => filter.Describe(schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stat_is_compared_where_it_is()
    {
        var samples = Some.Samples("a", "b");
        samples[0].Stats["quality"] = 0.7;
        samples[1].Stats["quality"] = 0.5;
        await using var driver = await OperatorDriver.OpenAsync(
            new SpecifiedNumericFieldFilter(new() { FieldKey = "__dj__stats__.quality", MinValue = 0.6 }),
            RowSchema.Text.WithStat("quality", ColumnType.Float64));
        await driver.ApplyAsync(samples);

        Assert.Equal(["a"], driver.Texts);
        Assert.Equal(["quality"], driver.Out[0].Stats.Keys);
        Assert.Equal(0.5, driver.Rejected[0].Why.Value);
    }

    [Fact]
    public async Task Values_are_compared_as_Python_compares_them()
    {
        object?[] values = [3L, 3.0, "3", null, true, 4L];
        var samples = values.Select((v, i) => new Sample { Id = $"{i}", Lineage = Some.Sample("").Lineage, Meta = new(["n"], [v]) });
        await using var driver = await OperatorDriver.OpenAsync(
            new SpecifiedFieldFilter(new() { FieldKey = "n", TargetValue = [3L, null, 1L] }), RowSchema.Text.With(new("n", ColumnType.Float64)));
        await driver.ApplyAsync(samples);

        Assert.Equal(["0", "1", "3", "4"], driver.Out.Select(s => s.Id));
    }

    [Fact]
    public void Target_values_are_what_YAML_says_they_are()
    {
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, "specified_field_filter")!;
        var (options, problems) = OptionsBinder.Bind(entry, "{ field_key: n, target_value: [a, '10', 10, 1.5, true, null, 'null'] }", AppContext.BaseDirectory);

        Assert.Empty(problems);
        Assert.Equal(["a", "10", 10L, 1.5, true, null, "null"], Assert.IsType<SpecifiedFieldFilterOptions>(options).TargetValue);
    }
}
