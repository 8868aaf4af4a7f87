using System.Text;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Contract;

/// <summary>What every operator of the catalogue must do, whoever adds it.</summary>
public class OperatorContractTests
{
    // Long enough for a loaded machine, short enough to tell a hang.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(3);

    private const string EveryText = "all of them";
    private const int ModelCharacters = 64 << 10;

    // With the stats that examples name.
    private static readonly RowSchema Schema = RowSchema.Text.WithStat("quality", ColumnType.Float64).WithStat("lang", ColumnType.String).WithStat("loss", ColumnType.Float64)
        .With(new("caption", ColumnType.String)).With(new("query", ColumnType.String)).With(new("response", ColumnType.String))
        .With(new(KnownColumns.Messages, KnownColumns.MessagesType));

    private static readonly string[] Ordinary =
    [
        "The harbour was quiet at dawn, and the fishing boats rocked gently against the stone quay.",
        "Write to jane@example.com or see https://example.com/a <b>now</b> &amp; here.",
        "今天天气很好。我们去公园散步吧。",
        "short",
        "The harbour was quiet at dawn, and the fishing boats rocked gently against the stone quay.",
    ];

    /// <summary>Every step of the catalogue.</summary>
    public static TheoryData<string> Operators => new(Names);

    /// <summary>Every step with every hostile text; those that load models get all of them in one go.</summary>
    public static TheoryData<string, string> OperatorsAndTexts
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Names)
            {
                foreach (var text in IsDevice(name) ? [EveryText] : HostileTexts.All.Keys)
                {
                    data.Add(name, text);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Its_documented_example_is_valid(string name)
    {
        var entry = Entry(name);

        var (_, problems) = OptionsBinder.Bind(entry, entry.Example, TestModels.ExamplesFolder);

        Assert.DoesNotContain(problems, p => !IsAboutMissingFiles(p));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void It_refuses_an_option_that_it_does_not_have(string name)
    {
        var (_, problems) = OptionsBinder.Bind(Entry(name), "{ no_such_option: 1 }", AppContext.BaseDirectory);

        Assert.Contains(problems, p => p.Message.Contains("no_such_option", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void It_refuses_values_of_a_wrong_shape(string name)
    {
        foreach (var option in Entry(name).Options.Where(o => o.Shape.Form is not (OptionForm.Map or OptionForm.Record)))
        {
            var (_, problems) = OptionsBinder.Bind(Entry(name), $"{{ {option.Name}: {{ a: {{ b: c }} }} }}", AppContext.BaseDirectory);

            Assert.Contains(problems, p => p.Message.Contains(option.Name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void It_is_documented_with_all_its_options(string name)
    {
        Assert.NotEmpty(Entry(name).Summary);
        Assert.All(Entry(name).Options, o => Assert.NotEmpty(o.Description));
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task Every_sample_comes_out_or_is_rejected_or_buried(string name)
    {
        await using var driver = await RunAsync(name, Ordinary);

        if (Entry(name).Kind is not (OperatorKind.Packer or OperatorKind.Synthesizer or OperatorKind.Grouper) && driver.Operator is not Expander)
        {
            Assert.Equal(driver.In, driver.Out.Count + driver.Rejected.Count + driver.DeadLetters.Count);
        }

        Assert.Equal(0, driver.Held);
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task It_keeps_lineage(string name)
    {
        await using var driver = await RunAsync(name, Ordinary);

        Assert.All(driver.Out, sample => Assert.True(
            sample.Lineage is { Run: "test-run", Position: >= 0 and < 5 } lineage && lineage.Split == Some.Split,
            $"{sample.Id} comes from {sample.Lineage}"));
        Assert.All(driver.Rejected, rejected => Assert.Equal(rejected.Sample.Id, $"s{rejected.Sample.Lineage.Position}"));
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task Its_rejects_say_why(string name)
    {
        await using var driver = await RunAsync(name, [.. Ordinary, .. HostileTexts.All.Values.Where(t => t.Length < 100)]);

        Assert.All(driver.Rejected, rejected =>
        {
            Assert.Equal(name, rejected.Operator);
            Assert.NotEmpty(rejected.Why.Reason);
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task The_same_input_gives_the_same_output(string name)
    {
        await using var first = await RunAsync(name, Ordinary);
        await using var second = await RunAsync(name, Ordinary);

        Assert.Equal(Everything(first), Everything(second));
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task A_sample_that_breaks_it_is_buried_under_its_name_and_the_others_go_on(string name)
    {
        await using var driver = await OpenAsync(name);
        await driver.ApplyAsync([Broken(name, driver.Operator), Some.Sample(Ordinary[0], position: 1)]);
        await driver.FinishAsync();

        Assert.All(driver.DeadLetters, letter => Assert.Equal((name, 0L), (letter.Operator, letter.Lineage.Position)));
        Assert.True(driver.DeadLetters.Count == 1 || driver.Operator is not RangeFilter, $"{name} took a figure that is none");
    }

    [SkippableTheory]
    [MemberData(nameof(OperatorsAndTexts))]
    public async Task Hostile_texts_are_worked_on_or_buried_in_bounded_time(string name, string text)
    {
        string[] texts = text == EveryText ? [.. HostileTexts.All.Select(t => Shortened(t.Key, t.Value))] : [HostileTexts.All[text]];

        await using var driver = await RunAsync(name, [.. texts.SelectMany(hostile => new[] { hostile, Ordinary[0] })]).WaitAsync(Hang);

        Assert.DoesNotContain(driver.DeadLetters, letter => letter.Lineage.Position % 2 == 1);
    }

    private static bool IsDevice(string name) => Entry(name).Implementation.IsAssignableTo(typeof(DeviceOperator));

    // A model reads no more than its longest input: two texts of a megabyte tell whether the rest is cut off in bounded time, a line and a word.
    private static string Shortened(string name, string text) => name is "one long line" or "one long word" || text.Length <= ModelCharacters ? text : text[..ModelCharacters];

    private static IEnumerable<string> Names => OperatorCatalog.Default.Names(OperatorRole.Step);

    // Groups are of texts and plain columns.
    private static RowSchema SchemaFor(string name) => Entry(name).Kind == OperatorKind.Grouper ? Schema.Without(KnownColumns.Messages) : Schema;

    private static OperatorEntry Entry(string name) => OperatorCatalog.Default.Find(OperatorRole.Step, name)!;

    // No text at all, and texts where its stats should be figures.
    private static Sample Broken(string name, Operator @operator)
    {
        var sample = Some.Sample(null!, position: 0);
        foreach (var stat in (@operator.Describe(SchemaFor(name)).Find(KnownColumns.Stats)?.Type as StructType)?.Fields ?? [])
        {
            sample.Stats[stat.Name] = "no figure";
        }

        return sample;
    }

    private static async Task<OperatorDriver> RunAsync(string name, string[] texts)
    {
        var driver = await OpenAsync(name);
        await Task.Run(async () =>
        {
            await driver.ApplyAsync(texts);
            await driver.FinishAsync();
        });
        return driver;
    }

    private static async Task<OperatorDriver> OpenAsync(string name)
    {
        var entry = Entry(name);
        var (options, problems) = OptionsBinder.Bind(entry, entry.Example, TestModels.ExamplesFolder);
        Skip.If(problems.Any(IsAboutMissingFiles), "Its example needs a model that is not here.");
        Assert.Empty(problems);
        try
        {
            var @operator = (Operator)new OperatorSpec(name, entry.Implementation, options, new(1, 1)).Create();
            var schema = SchemaFor(name);
            @operator.Describe(schema);
            return await OperatorDriver.OpenAsync(@operator, schema);
        }
        catch (Exception e) when (e is BadInputException or FileNotFoundException)
        {
            throw new SkipException($"Its example needs what is not here: {e.Message}");
        }
    }

    private static bool IsAboutMissingFiles(TopologyProblem problem) => problem.Message.Contains("looked ", StringComparison.Ordinal);

    private static string Everything(OperatorDriver driver)
    {
        var all = new StringBuilder();
        foreach (var sample in driver.Out)
        {
            all.AppendLine(Encoding.UTF8.GetString(SampleJson.Encode(sample)));
        }

        foreach (var rejected in driver.Rejected)
        {
            all.AppendLine($"{rejected.Why} {Encoding.UTF8.GetString(SampleJson.Encode(rejected.Sample))}");
        }

        foreach (var letter in driver.DeadLetters)
        {
            all.AppendLine($"{letter.Error} {Encoding.UTF8.GetString(letter.Payload.Span)}");
        }

        return all.ToString();
    }
}
