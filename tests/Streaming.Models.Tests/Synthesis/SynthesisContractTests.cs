using Streaming.ChatServer;
using Streaming.Models.Operators.Synthesis;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using Streaming.Topologies;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>What every operator that generates must do, whoever adds it: its example runs against a server, and no text and no answer breaks more than its own sample.</summary>
public sealed class SynthesisContractTests
{
    private static readonly RowSchema _schema = new[] { "query", "response", "answer" }.Aggregate(RowSchema.Text, (schema, name) => schema.With(new(name, ColumnType.String)));

    public static TheoryData<string> Operators => new(Entries.Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Operators))]
    public async Task Hostile_texts_and_answers_end_as_samples_rejects_or_dead_letters_the_same_in_each_run(string name)
    {
        await using var server = await FakeChatServer.StartAsync(asked => ChatReply.Say((asked.Prompt.Length % 5) switch
        {
            0 => "",
            1 => new string('{', 20_000),
            2 => "{\"a\": [1, {\"b\": null}]} ### Question\n### Answer\n Human: Assistant:",
            3 => "\u0000\uFFFD 😀 Answer: ",
            _ => "[]",
        }));
        var outcomes = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await using var driver = await OpenAsync(name, server);
            await driver.ApplyAsync(Texts());
            Assert.All(driver.Out, sample => Assert.Equal(("test-run", Some.Split), (sample.Lineage.Run, sample.Lineage.Split)));
            Assert.All(driver.Rejected, rejected => Assert.NotEmpty(rejected.Why.Reason));
            var positions = driver.Out.Select(s => s.Lineage.Position).Concat(driver.Rejected.Select(r => r.Sample.Lineage.Position)).Concat(driver.DeadLetters.Select(d => d.Lineage.Position));
            Assert.Equal([0, 1, 2, 3, 4, 5], positions.Distinct().Order());
            outcomes.Add(string.Join('\n', [.. driver.Out.Select(s => System.Text.Encoding.UTF8.GetString(SampleJson.Encode(s))), .. driver.Rejected.Select(r => r.Why.Reason)]));
        }

        Assert.Equal(outcomes[0], outcomes[1]);
    }

    [Fact]
    public void A_model_that_is_no_folder_stays_a_name_and_one_that_is_becomes_a_path()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-names-");
        folder.CreateSubdirectory("local");
        var entry = Entries.Single(e => e.Name == "generate_mapper");
        string ModelOf(string model) => ((GenerateMapperOptions)OptionsBinder.Bind(entry, $"{{ endpoint: \"http://h/v1\", prompt: p, model: {model} }}", folder.FullName).Options!).Model;
        Assert.Equal("Qwen/Qwen3-8B", ModelOf("Qwen/Qwen3-8B"));
        Assert.Equal(Path.Combine(folder.FullName, "local"), ModelOf("local"));
        folder.Delete(recursive: true);
    }

    private static IEnumerable<OperatorEntry> Entries => OperatorCatalog.Default.Entries.Where(entry => entry.Implementation.IsSubclassOf(typeof(SynthesisOperator)));

    private static async Task<OperatorDriver> OpenAsync(string name, FakeChatServer server)
    {
        var entry = Entries.Single(e => e.Name == name);
        var (options, problems) = OptionsBinder.Bind(entry, entry.Example.Replace("http://127.0.0.1:8000/v1", server.Address.AbsoluteUri, StringComparison.Ordinal), AppContext.BaseDirectory);
        Assert.Empty(problems);
        var @operator = (Operator)new OperatorSpec(name, entry.Implementation, options, new(1, 1)).Create();
        @operator.Describe(_schema);
        return await OperatorDriver.OpenAsync(@operator, _schema);
    }

    private static Sample[] Texts()
    {
        var samples = Some.Samples("", "\uDC00 lone \uD800", "a\0b{text}{{}}", new string('x', 100_000), "<b>Human: a Assistant: b</b>", "plain");
        foreach (var sample in samples)
        {
            (sample.Meta["query"], sample.Meta["response"], sample.Meta["answer"]) = (sample.Text, null, sample.Text);
        }

        return samples;
    }
}
