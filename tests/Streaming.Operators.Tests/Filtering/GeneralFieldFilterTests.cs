using Streaming.Operators.Filtering;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Filtering;

public class GeneralFieldFilterTests
{
    private static readonly RowSchema Schema = RowSchema.Text.WithStat("len", ColumnType.Int64)
        .With(new("num", ColumnType.Int64)).With(new("real", ColumnType.Float64)).With(new("list", new ListType(ColumnType.String)))
        .With(new("part", new StructType([new("a", ColumnType.Int64), new("b", new StructType([new("c", ColumnType.String)]))]))).With(new("gone", ColumnType.String));

    [Theory]
    [InlineData("num == 3 and text == 'a\\'\U0001F600'", true)]
    [InlineData("1 < num <= 3 < real", true)]
    [InlineData("1 < num < 3", false)]
    [InlineData("not num > 5 and not (real < 3 or False)", true)]
    [InlineData("num in (1, 2, 3) and num not in [4] and 'x' in list and 'q' not in list", true)]
    [InlineData("'a' in text and \"b\" not in text", true)]
    [InlineData("gone == None or gone != None or gone in ['a'] or not gone not in ['a']", false)]
    [InlineData("part.a == 1 and part.b.c == r'\\n' and part.x.y not in [1]", true)]
    [InlineData("'a' in part and 'z' not in part", true)]
    [InlineData("__dj__stats__.len == 9_0 and __dj__stats__.other not in [1]", true)]
    [InlineData("list == ['x', 'y'] and list != ('x', 'y') and list < ['x', 'z'] and {1, 2} == {2, 1, 1}", true)]
    [InlineData("num == 3.0 and True == 1 and -num < -2.5 and 9007199254740993 > 9007199254740992.0", true)]
    [InlineData("'\uFFFD' < '\U0001F600' and 'ab' < 'b'", true)]
    [InlineData("num", true)]
    [InlineData("gone", false)]
    [InlineData("0x10 == 16 and 1e3 == 1000 # note", true)]
    public async Task Holds_as_in_Python(string condition, bool holds)
    {
        await using var driver = await RunAsync(condition);

        Assert.Empty(driver.DeadLetters);
        Assert.Equal(holds, driver.Out.Count == 1);
    }

    [Theory]
    [InlineData("num < 'a'")]
    [InlineData("num in text")]
    [InlineData("'a' in num")]
    public async Task Values_without_an_order_are_a_fault_of_the_sample(string condition)
    {
        await using var driver = await RunAsync(condition);

        Assert.Single(driver.DeadLetters);
    }

    [Theory]
    [InlineData("num >", "too early")]
    [InlineData(" num > 1", "blank")]
    [InlineData("num + 1 > 2", "arithmetic")]
    [InlineData("len(text) > 2", "calls")]
    [InlineData("num is None", "'is'")]
    [InlineData("list[0] == 'x'", "subscripts")]
    [InlineData("num > 1 num", "character 9")]
    [InlineData("b'x' == text", "prefix")]
    [InlineData("num = 1", "character 5")]
    public void What_is_not_supported_is_a_problem_of_the_topology(string condition, string reason)
    {
        var options = $"{{ filter_condition: {System.Text.Json.JsonSerializer.Serialize(condition)} }}";
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "general_field_filter")!, options, AppContext.BaseDirectory);

        Assert.Contains(reason, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var (_, problems) = OptionsBinder.Bind(
            OperatorCatalog.Default.Find(OperatorRole.Step, "general_field_filter")!, $"{{ filter_condition: '{new string('(', 100_000)}' }}", AppContext.BaseDirectory);

        Assert.Contains("nested", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static async Task<OperatorDriver> RunAsync(string condition)
    {
        var sample = Some.Sample("a'\U0001F600");
        sample.Meta["num"] = 3L;
        sample.Meta["real"] = 3.5;
        sample.Meta["list"] = new object?[] { "x", "y" };
        sample.Meta["part"] = new object?[] { 1L, new object?[] { "\\n" } };
        sample.Stats["len"] = 90L;
        var driver = await OperatorDriver.OpenAsync(new GeneralFieldFilter(new() { FilterCondition = condition }), Schema);
        await driver.ApplyAsync([sample]);
        return driver;
    }
}
