using System.Text.Json;
using Streaming.Operators.Filtering;
using Streaming.Operators.Filtering.Languages;
using Streaming.Operators.Tests.Parity.Datatrove;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Filtering;

public sealed class LanguageFilterTests : IDisposable
{
    private static readonly Dictionary<string, string> _codes = new() { ["deu"] = "de", ["fra"] = "fr", ["spa"] = "es", ["rus"] = "ru", ["cmn"] = "zh", ["ara"] = "ar" };
    private static readonly Lazy<LinguaJudge> _lingua = new(() => new LinguaJudge());

    private readonly string _model = Path.GetTempFileName();

    [Fact]
    public async Task Labels_with_scripts_are_taken_apart()
    {
        await using var driver = await OpenAsync(new() { Backend = LanguageBackend.Glotlid, Model = Model("eng_Latn", "deu_Latn"), Languages = ["deu_Latn"], KeepTopPairsThreshold = 0 });

        await driver.ApplyAsync([Some.Sample("a"), Some.Sample("b", "s1", 1)]);

        Assert.Equal(["eng", "deu"], driver.Rejected.Select(r => r.Sample).Concat(driver.Out).Select(s => s.Meta["language"]));
        Assert.Equal("Latn", driver.Out[0].Meta["language_script"]);
        Assert.Equal(driver.Out[0].Meta["language_score"], driver.Out[0].Meta["top_language_deu_Latn_score"]);
        Assert.Null(driver.Operator.Describe(RowSchema.Text).Find("top_language_eng_Latn_score"));
    }

    [Fact]
    public async Task Every_label_of_the_model_has_a_column_where_no_languages_are_given()
    {
        await using var driver = await OpenAsync(new() { Model = Model("en", "de"), LabelOnly = true, KeepTopPairsThreshold = 0.5 });

        await driver.ApplyAsync([Some.Sample("a")]);

        Assert.Equal(["language", "language_score", "top_language_en_score", "top_language_de_score"], driver.Operator.Describe(RowSchema.Text).Columns.Where(c => RowSchema.Text.Find(c.Name) is null).Select(c => c.Name));
        Assert.NotNull(Assert.Single(driver.Out).Meta["top_language_en_score"]);
        Assert.Null(driver.Out[0].Meta["top_language_de_score"]);
    }

    [Theory]
    [InlineData("{ backend: glotlid }", "GlotLID")]
    [InlineData("{ model: nowhere.bin }", "nowhere.bin")]
    public void A_model_that_is_not_there_is_told_before_the_start(string options, string says)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "language_filter")!, options, Path.GetTempPath());

        Assert.Contains(says, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    // What the documentation says of Lingua, which stands in where no model is at hand. Most of the other texts are made of syllables and signs, and in no language.
    [SkippableFact]
    public void Without_a_model_the_language_of_prose_is_told()
    {
        var texts = Texts().Where(text => Tags(text).Intersect(["prose", "other"]).Any() && text.GetProperty("text").GetString()!.Length > 1).ToList();
        Skip.If(texts.Count == 0, "The labelled texts are not here.");

        Assert.All(texts, text => Assert.Equal((text.GetProperty("id").GetString(), _codes.GetValueOrDefault(text.GetProperty("lang").GetString()!, "en")), (text.GetProperty("id").GetString(), Told(text).Language)));
        Assert.All(texts, text => Assert.InRange(Told(text).Score, 0.65, 1));
    }

    public void Dispose() => File.Delete(_model);

    private static IEnumerable<JsonElement> Texts() => DatatroveFolders.All.Select(folder => Path.Combine(folder, "inputs", "texts.jsonl")).Where(File.Exists).SelectMany(File.ReadLines)
        .Select(line => JsonDocument.Parse(line).RootElement).Where(row => row.TryGetProperty("lang", out _)).DistinctBy(row => row.GetProperty("id").GetString());

    private static IEnumerable<string?> Tags(JsonElement text) => text.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString());

    private static (string Language, double Score) Told(JsonElement text) => _lingua.Value.Judge(text.GetProperty("text").GetString()!.Replace('\n', ' '));

    private static Task<OperatorDriver> OpenAsync(LanguageFilterOptions options) => OperatorDriver.OpenAsync(new LanguageFilter(options), RowSchema.Text);

    private string Model(string first, string second) =>
        new FastTextFile { Words = ["a", "b"], Labels = [(first, 5), (second, 5)], Input = [[3f], [-3f]], Output = [[1f], [-1f]] }.Write(_model);
}
