using Streaming.Models.Encoders;
using Streaming.Models.Texts;
using Streaming.Operators.Safety;
using Streaming.Operators.Safety.Pii;

namespace Streaming.Operators.Tests.Safety;

public sealed class NameMaskMapperTests : IDisposable
{
    private const string Variable = "STREAMING_TEST_NAMES_KEY";

    private readonly string _model = TinyTagger.Write(Directory.CreateTempSubdirectory("streaming-tagger-").FullName);

    [Theory]
    [InlineData("anna miller met bob in paris.", "[PERSON] met [PERSON] in paris.")]
    [InlineData("(anna, bob)", "([PERSON], [PERSON])")]
    [InlineData("anna bob", "[PERSON] [PERSON]")]
    [InlineData("annabel met the annas", "[PERSON] met the [PERSON]")]
    [InlineData("😀 anna 😀", "😀 [PERSON] 😀")]
    [InlineData("nobody here", "nobody here")]
    [InlineData("", "")]
    [InlineData("anna@bob [EMAIL] [PERSON] [anna]", "[PERSON]@[PERSON] [EMAIL] [PERSON] [[PERSON]]")]
    public async Task Names_are_masked(string text, string masked)
    {
        await using var driver = await OpenAsync(Options());
        await driver.ApplyAsync(text);

        Assert.Equal([masked], driver.Texts);
    }

    [Fact]
    public async Task Other_names_are_masked_on_demand_and_all_are_counted()
    {
        await using var driver = await OpenAsync(Options() with { Kinds = [NameKind.Location, NameKind.Person] });
        await driver.ApplyAsync("anna met bob in paris", "paris");

        Assert.Equal(["[PERSON] met [PERSON] in [LOCATION]", "[LOCATION]"], driver.Texts);
        Assert.Equal((2L, 1L), (driver.Out[0].Stats["pii_person"], driver.Out[0].Stats["pii_location"]));
        Assert.Equal(0L, driver.Out[1].Stats["pii_person"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(100)]
    public async Task A_text_of_many_windows_is_masked_to_its_end(int overlap)
    {
        var words = Enumerable.Range(0, 500).Select(i => i % 7 == 3 ? "anna" : i % 11 == 0 ? "annabel" : "met").ToArray();
        await using var driver = await OpenAsync(Options() with { WindowOverlap = overlap });
        await driver.ApplyAsync(string.Join(' ', words));

        Assert.Equal(string.Join(' ', words.Select(word => word == "met" ? word : "[PERSON]")), driver.Texts.Single());
    }

    [Fact]
    public async Task Tokens_are_turned_back_and_labels_that_are_there_stay()
    {
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        const string Text = "anna miller wrote to anna miller of paris";
        await using var names = await OpenAsync(Options() with { Style = PiiMaskStyle.Token, KeyVariable = Variable, Kinds = [NameKind.Person, NameKind.Location] });
        await using var again = await OpenAsync(Options() with { Style = PiiMaskStyle.Token, KeyVariable = Variable, Kinds = [NameKind.Person, NameKind.Location] });
        await using var back = await OperatorDriver.OpenAsync(new PiiUnmaskMapper(new() { KeyVariable = Variable }));

        await names.ApplyAsync(Text);
        await again.ApplyAsync(names.Texts.Single());
        await back.ApplyAsync(again.Texts.Single());

        var masked = names.Texts.Single();
        Assert.DoesNotContain("anna", masked, StringComparison.Ordinal);
        Assert.Equal(masked.Split(' ')[0], masked.Split(' ')[3]);
        Assert.Equal([masked], again.Texts);
        Assert.Equal([Text], back.Texts);
    }

    [Fact]
    public async Task A_model_that_is_not_sure_enough_is_not_believed()
    {
        await using var driver = await OpenAsync(Options() with { MinScore = 0.9999999 });
        await driver.ApplyAsync("anna met bob");

        Assert.Equal(["anna met bob"], driver.Texts);
    }

    [Fact]
    public async Task A_kind_that_the_model_does_not_label_is_refused()
    {
        var refused = await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(Options() with { Kinds = [NameKind.Organization] }));

        Assert.Contains("no organization", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_model_of_another_kind_is_refused()
    {
        Skip.If(TestModels.Find("tiny-embedder") is null, "The small models are not here.");

        await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(Options() with { Model = TestModels.Find("tiny-embedder")! }));
    }

    // Where tokens have no sign of their own, a word begins after a blank.
    [Fact]
    public void Words_have_the_label_of_their_first_token_and_begin_anew_where_it_says_so()
    {
        TracedToken[] tokens = [new(0, 2, false), new(2, 4, true), new(5, 6, false), new(7, 9, false), new(10, 11, false)];
        var text = new TracedText("anna b cc d", tokens, [new(new TokenRow([0, 1, 2, 3, 4, 5, 6]), 0, 1, 5)]);
        string[] labels = ["O", "B-PER", "I-PER", "I-ORG"];

        var entities = EntitySpans.Of(text, [new([0, 1, 3, 2, 1, 0, 0], [0, 0.9f, 0.1f, 0.7f, 0.6f, 1, 1])], labels);

        Assert.Equal([("PER", 0, 6), ("PER", 7, 9)], entities.Select(e => (e.Kind, e.Start, e.End)));
        Assert.Equal(0.8, entities[0].Score, 1e-6);
    }

    // A tokenizer of bytes gives several tokens for one character, and each of them may begin a word.
    [Fact]
    public void Tokens_that_lie_at_one_place_are_one_word()
    {
        TracedToken[] tokens = [new(0, 1, false), new(0, 1, false), new(1, 3, true), new(4, 5, false)];
        var text = new TracedText("ünn b", tokens, [new(new TokenRow([0, 1, 2, 3, 4, 5]), 0, 1, 4)]);

        var entities = EntitySpans.Of(text, [new([0, 1, 2, 0, 1, 0], [1, 1, 1, 1, 1, 1])], ["O", "B-PER", "B-LOC"]);

        Assert.Equal([("PER", 0, 3), ("PER", 4, 5)], entities.Select(e => (e.Kind, e.Start, e.End)));
    }

    [Theory]
    [InlineData("Anna [PHONE] Miller", "Anna |Miller")]
    [InlineData("[EMAIL] Anna", "Anna")]
    [InlineData("[EMAIL]", "")]
    [InlineData("Anna [EMAIL] [PHONE] of [IP]", "Anna |of")]
    public void Of_a_name_around_a_label_what_lies_outside_is_masked(string text, string parts)
    {
        var outside = NameKinds.Outside(new("PER", 0, text.Length, 1), new(PiiLabel.PlacesIn(text))).Select(part => NameKinds.Trimmed(text, part)).Where(part => part.Length > 0);

        Assert.Equal(parts.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim()), outside.Select(part => text[part.Start..part.End]));
    }

    public void Dispose() => Directory.Delete(_model, recursive: true);

    private static Task<OperatorDriver> OpenAsync(NameMaskMapperOptions options) => OperatorDriver.OpenAsync(new NameMaskMapper(options));

    private NameMaskMapperOptions Options() => new() { Model = _model, Device = "cpu", WindowOverlap = 4 };
}
