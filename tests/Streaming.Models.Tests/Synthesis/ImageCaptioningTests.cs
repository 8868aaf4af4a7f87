using Streaming.ChatServer;
using Streaming.Models.Operators.Synthesis;
using Streaming.Models.Operators.Synthesis.Captions;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Pictures get captions, whose they are, and only those that need one where that is asked for.</summary>
public sealed class ImageCaptioningTests
{
    private const string Mark = "<__dj__image>";
    private const string Eoc = "<|__dj__eoc|>";

    private static readonly ImageCaptioningOptions _inPlace = new() { KeepOriginalSample = false };

    [Fact]
    public async Task Each_mark_gets_the_caption_of_its_picture_and_chunks_without_one_keep_their_words()
    {
        await using var run = await RunAsync(Make, _inPlace with { Before = "old" }, asked => $"picture {SizeOf(asked)}", Pictured($"{Mark} junk {Mark}{Eoc}words alone{Eoc}{Mark}", 3, 4, 5));
        Assert.Equal($"{Mark} picture 3 {Mark} picture 4{Eoc}words alone{Eoc}{Mark} picture 5", run.Driver.Texts.Single());
        Assert.Equal(("s0", $"{Mark} junk {Mark}{Eoc}words alone{Eoc}{Mark}"), (run.Driver.Out[0].Id, run["old"]));
    }

    [Fact]
    public async Task The_original_stays_beside_a_sample_made_of_it_which_has_none_of_its_stats()
    {
        var sample = Pictured($"{Mark} a dog", 3);
        sample.Stats["image_text_similarity"] = new object?[] { 0.1 };
        await using var run = await RunAsync(Make, new ImageCaptioningOptions { PromptKey = "ask" }, asked => $"a cat, {asked.Prompt}", WithColumn(sample, "ask", "in French"));
        Assert.Equal([$"{Mark} a dog", $"{Mark} a cat, in French"], run.Driver.Texts);
        Assert.Equal((true, false), (run.Driver.Out[0].Stats["image_text_similarity"] is not null, run.Driver.Out[1].Stats["image_text_similarity"] is not null));
        Assert.Equal("s0#0", run.Driver.Out[1].Id);
        Assert.Equal(["s0"], run.Driver.Out[1].Lineage.Parents);
    }

    [Fact]
    public async Task Only_what_a_filter_would_refuse_is_captioned_anew()
    {
        var samples = new[] { 0.2, 0.9, 0.49 }.Select((score, i) =>
        {
            var sample = Pictured($"{Mark} text {i}", i + 1);
            sample.Stats["score"] = new object?[] { score };
            return sample;
        }).Append(Pictured($"{Mark} not scored", 9)).ToArray();
        await using var run = await OpenAsync(_inPlace with { OnlyBelow = new Dictionary<string, double> { ["score"] = 0.5 } }, _ => "rescued", RowSchema.Text.WithStat("score", new ListType(ColumnType.Float64)), samples);
        Assert.Equal([$"{Mark} rescued", $"{Mark} text 1", $"{Mark} rescued", $"{Mark} not scored"], run.Driver.Texts);
        Assert.Equal(2, run.Server.Requests);
        Assert.Equal([false, true, false], run.Driver.Out.Take(3).Select(s => s.Stats["score"] is not null));
    }

    [Theory]
    [InlineData("All", 3)]
    [InlineData("RandomAny", 1)]
    [InlineData("SimilarOneSimhash", 1)]
    public async Task Of_several_candidates_those_are_kept_that_the_mode_says(string mode, int kept)
    {
        var answers = new Queue<string>(["a boat in a quiet bay", "the old dog sleeps by the red door", "numbers 1 2 3"]);
        var options = _inPlace with { CaptionNum = 3, KeepCandidateMode = Enum.Parse<CandidateMode>(mode), SamplingParams = new() { Temperature = 1 }, MaxConcurrency = 1 };
        await using var run = await RunAsync(Make, options, _ => answers.Dequeue(), Pictured($"{Mark} an old dog sleeps by a red door", 3));
        Assert.Equal(kept, run.Driver.Out.Count);
        if (mode == "SimilarOneSimhash")
        {
            Assert.Equal($"{Mark} the old dog sleeps by the red door", run.Driver.Texts[0]);
        }
    }

    [Fact]
    public async Task Pictures_that_are_not_there_break_their_sample_alone()
    {
        var lost = Pictured($"{Mark} lost", 3);
        lost.Images = [new Media(null, "/nowhere/picture.png")];
        await using var run = await RunAsync(Make, _inPlace, _ => "seen", Pictured($"{Mark}{Mark} too few", 3), lost, Pictured("no mark", 3), Pictured($"{Mark}", 3));
        Assert.Equal(["no mark", $"{Mark} seen"], run.Driver.Texts);
        Assert.Equal(2, run.Driver.DeadLetters.Count);
    }

    [Fact]
    public void A_stat_that_nobody_computes_and_candidates_that_would_be_the_same_are_told_before_the_start()
    {
        var options = _inPlace with { Model = "m", Endpoint = "http://127.0.0.1:1/v1", OnlyBelow = new Dictionary<string, double> { ["no_such"] = 1 } };
        Assert.Contains("no earlier step computes the stat 'no_such'", Assert.Throws<BadInputException>(() => Make(options).Describe(RowSchema.Text)).Message, StringComparison.Ordinal);
        Assert.Contains((options with { CaptionNum = 2 }).Validate("."), problem => problem.Option == "caption_num");
    }

    [Fact]
    public async Task Generate_mapper_shows_pictures_too()
    {
        await using var run = await RunAsync(options => new GenerateMapper(options), new GenerateMapperOptions { Prompt = "What is it?", WithImages = true, Into = "seen" }, asked => $"{SizeOf(asked)} bytes", Pictured("text", 7));
        Assert.Equal("7 bytes", run["seen"]);
    }

    private static ImageCaptioningMapper Make(ImageCaptioningOptions options) => new(options);

    private static async Task<Synthesis> OpenAsync(ImageCaptioningOptions options, Func<ChatAsked, string> script, RowSchema schema, Sample[] samples)
    {
        var server = await FakeChatServer.StartAsync(asked => ChatReply.Say(script(asked)));
        var mapper = Make(options with { Endpoint = server.Address.AbsoluteUri, Model = "test" });
        _ = mapper.Describe(schema);
        var driver = await OperatorDriver.OpenAsync(mapper, schema);
        await driver.ApplyAsync(samples);
        return new(server, driver);
    }

    // A picture is as many bytes; the server has to look at nothing else.
    private static Sample Pictured(string text, params int[] sizes)
    {
        var sample = Some.Sample(text);
        sample.Images = [.. sizes.Select(size => new Media(new byte[size], null))];
        return sample;
    }

    private static Sample WithColumn(Sample sample, string name, string value)
    {
        sample.Meta[name] = value;
        return sample;
    }

    private static int SizeOf(ChatAsked asked) => Convert.FromBase64String(
        asked.Body["messages"]!.AsArray().SelectMany(m => m!["content"]!.AsArray()).Single(part => (string)part!["type"]! == "image_url")!["image_url"]!["url"]!.GetValue<string>().Split("base64,")[1]).Length;
}
