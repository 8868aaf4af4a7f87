using NJsonSchema;
using Streaming.Topologies;
using YamlDotNet.Serialization;

namespace Streaming.Cli.Tests;

public sealed class TopologySchemaTests
{
    private static readonly Lazy<Task<JsonSchema>> _schema = new(() => JsonSchema.FromJsonAsync(TopologySchema.Of(OperatorCatalog.Default).ToJsonString()));

    public static TheoryData<string> Ready => [.. Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.yaml", SearchOption.TopDirectoryOnly).Select(f => Path.GetRelativePath(Folder, f)) : []];

    private static string Folder => Path.Combine(Repository.Root, "topologies");

    [Theory]
    [MemberData(nameof(Ready), DisableDiscoveryEnumeration = true)]
    public async Task Ready_topologies_fit_the_schema(string file) => Assert.Empty(await ErrorsOf(File.ReadAllText(Path.Combine(Folder, file))));

    [Fact]
    public async Task The_starter_fits_the_schema() => Assert.Empty(await ErrorsOf(StarterFiles.Read("topology.yaml").Replace("jsonl: { path: data/documents.jsonl }", "parquet: { path: a }", StringComparison.Ordinal)));

    [Theory]
    [InlineData("memory: 2GiB")]
    [InlineData("memory: 2147483648")]
    [InlineData("memory: ${MEM:-2GiB}")]
    [InlineData("epoch: { every: 30s, samples: 100k, bytes: 512MiB }")]
    [InlineData("rejects: off")]
    [InlineData("rejects: { path: r }")]
    [InlineData("dead_letters: { max_ratio: 0.5 }")]
    [InlineData("steps: [document_deduplicator, document_deduplicator: { lowercase: true }]")]
    [InlineData("steps: [sequence_packer: { tokenizer: t, max_tokens: 4k }]")]
    [InlineData("steps: [route: { branches: { a: { when: x > 1, steps: [document_deduplicator] }, b: {} }, default: b }, tee: { branches: { c: { to: s } } }]")]
    public async Task What_the_reader_accepts_fits(string yaml) => Assert.Empty(await ErrorsOf($"name: t\nsource: {{ parquet: {{ path: [a, b] }} }}\nsink: {{ delta: {{ path: o }} }}\n{yaml}\n"));

    [Theory]
    [InlineData("memroy: 2GiB")]
    [InlineData("memory: lots")]
    [InlineData("steps: [no_such_operator]")]
    [InlineData("steps: [no_such_operator: {}]")]
    [InlineData("steps: [document_deduplicator: { lowercase: maybe }]")]
    [InlineData("steps: [document_deduplicator: { no_such: 1 }]")]
    [InlineData("steps: [{ document_deduplicator: {}, sequence_packer: { tokenizer: t } }]")]
    [InlineData("steps: [sequence_packer]")]
    [InlineData("steps: [route: { branches: {} }]")]
    [InlineData("dead_letters: { max_ratio: 2 }")]
    [InlineData("sources: { a: { parquet: { path: a } } }")]
    public async Task What_the_reader_refuses_does_not(string yaml) => Assert.NotEmpty(await ErrorsOf($"name: t\nsource: {{ parquet: {{ path: a }} }}\nsink: {{ delta: {{ path: o }} }}\n{yaml}\n"));

    [Fact]
    public async Task Two_operators_in_one_source_do_not_fit() =>
        Assert.NotEmpty(await ErrorsOf("name: t\nsource: { parquet: { path: a }, steps: [], extra: {} }\nsink: { delta: { path: o } }\n"));

    [Fact]
    public void An_option_has_its_description_and_default()
    {
        var option = TopologySchema.Of(OperatorCatalog.Default)["definitions"]!["step.document_deduplicator"]!["properties"]!["lowercase"]!;
        Assert.False(option["default"]!.GetValue<bool>());
        Assert.NotEmpty(option["description"]!.GetValue<string>());
    }

    public static TheoryData<string> Operators => [.. OperatorCatalog.Default.Entries.Select(e => $"{e.Role}/{e.Name}")];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_documented_example_is_valid(string key)
    {
        var entry = OperatorCatalog.Default.Entries.Single(e => $"{e.Role}/{e.Name}" == key);
        var (_, problems) = OptionsBinder.Bind(entry, entry.Example, Repository.Root);
        Assert.DoesNotContain(problems, p => !IsAboutMissingFiles(p));
    }

    // The files of examples exist on no machine but the reader's.
    private static bool IsAboutMissingFiles(TopologyProblem problem) => problem.Message.Contains("looked ", StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> ErrorsOf(string yaml)
    {
        var tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(tree);
        return (await _schema.Value).Validate(json).Select(e => e.ToString());
    }
}
