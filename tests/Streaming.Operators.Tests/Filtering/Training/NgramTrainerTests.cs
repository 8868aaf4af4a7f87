using System.Globalization;
using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Filtering.LanguageModels.Training;

namespace Streaming.Operators.Tests.Filtering.Training;

public sealed class NgramTrainerTests : IDisposable
{
    private const long Plenty = 64 << 20;
    private const long Tiny = 1 << 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-ngrams-").FullName;

    [Theory]
    [InlineData(1, 500)]
    [InlineData(10_000, 9)]
    public void Words_are_bounded_by_what_they_take_not_by_how_many_they_are(int length, int most)
    {
        var words = new NgramVocabulary(200_000);
        Assert.True(Enumerable.Range(0, most).All(i => words.Number(new string((char)('a' + (i % 20)), length) + i) > NgramVocabulary.End));

        // Two spellings of a word with half a character are one word, and each takes its place.
        Assert.Equal(words.Number("x\ud800"), words.Number("x\ud801"));
        var refused = Assert.Throws<BadInputException>(() => Enumerable.Range(0, 10_000).Sum(i => words.Number(new string('z', length) + i)));
        Assert.Contains("memory", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "")]
    [InlineData(4, "")]
    [InlineData(3, "0 1")]
    [InlineData(4, "0 0 1 1")]
    public void Probabilities_are_those_of_the_paper(int order, string prune)
    {
        var lines = Lines(seed: 5, count: 60);
        var training = Training(order, Plenty) with { Prune = [.. prune.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)] };
        var expected = new ChenGoodman(training, lines);

        var model = Arpa.Parse(Train(training, lines).Arpa);

        for (var length = 1; length <= order; length++)
        {
            var runs = expected.Runs(length).ToList();
            Assert.NotEmpty(runs);
            Assert.Equal(runs.Count + (length == 1 ? 2 : 0), model.Count(length));
            Assert.All(runs, run => Assert.Equal(expected.Probability(run[..^1], run[^1]), model.Probability(run[..^1], run[^1]), 1e-6));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 1 1 3")]
    public void Probabilities_after_each_context_sum_to_one(string prune)
    {
        var training = Training(4, Plenty) with { Prune = [.. prune.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)] };
        var lines = Lines(seed: 7, count: 80);

        var model = Arpa.Parse(Train(training, lines).Arpa);

        string[] words = [.. model.Words.Where(word => word != "<s>")];
        IEnumerable<string[]> contexts = [[], ["never met"], .. model.Runs.Where(run => run.Length < 4 && run[^1] != "</s>")];
        Assert.All(contexts, context => Assert.Equal(1, words.Sum(word => model.Probability(context, word)), 1e-5));
    }

    // Two lines, "a b" and "a": with ½, 1 and 1½ taken off, as four counts are too few to estimate from.
    [Fact]
    public void A_tiny_model_is_the_one_computed_by_hand()
    {
        var (arpa, report) = Train(Training(2, Plenty), ["a b", "a"]);

        var model = Arpa.Parse(arpa);

        // Single words by the words before them: a after <s>; b after a; </s> after b and after a. 4 in all, of 4 words that can be met. Taken off: ½ + ½ + 1.
        double Single(double ways, double discount) => ((ways - discount) / 4) + (2.0 / 4 / 4);
        Assert.All(report.Discounts, discounts => Assert.True(discounts.IsAssumed));
        Assert.Equal([5, 4], report.Grams);
        Assert.Equal(Single(1, 0.5), model.Probability([], "a"), 1e-7);
        Assert.Equal(Single(2, 1), model.Probability([], "</s>"), 1e-7);
        Assert.Equal(2.0 / 4 / 4, model.Probability([], "<unk>"), 1e-7);

        // After <s>: a twice, of 2, 1 taken off. After a: b and </s> once, of 2, ½ taken off each. After b: </s> once.
        Assert.Equal(((2 - 1) / 2.0) + (1 / 2.0 * Single(1, 0.5)), model.Probability(["<s>"], "a"), 1e-7);
        Assert.Equal((0.5 / 2) + (1 / 2.0 * Single(2, 1)), model.Probability(["a"], "</s>"), 1e-7);
        Assert.Equal(1 / 2.0 * (2.0 / 4 / 4), model.Probability(["a"], "<unk>"), 1e-7);
        Assert.Equal(0.5 + (0.5 * Single(2, 1)), model.Probability(["b"], "</s>"), 1e-7);
    }

    [Fact]
    public void The_same_lines_give_the_same_bytes_whatever_the_memory_and_leave_no_files()
    {
        var lines = Lines(seed: 11, count: 4000);

        var roomy = Train(Training(4, Plenty), lines).Arpa;
        var tight = Train(Training(4, 64 << 10), lines).Arpa;

        Assert.Equal(roomy, tight);
        Assert.Equal(roomy, Train(Training(4, Plenty), lines).Arpa);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_text_of_its_own_kind_is_less_of_a_surprise_than_another()
    {
        var model = Read(Train(Training(3, Plenty), Lines(seed: 1, count: 400, words: ["harbour", "boat", "quay", "the", "at"])).Arpa);

        var (own, other) = (Lines(seed: 2, count: 50, words: ["harbour", "boat", "quay", "the", "at"]), Lines(seed: 2, count: 50, words: ["loop", "stack", "heap", "the", "at"]));

        Assert.True(own.Sum(line => model.Score(line)) > 0.5 * other.Sum(line => model.Score(line)));
    }

    [Fact]
    public void Words_that_look_like_signs_are_passed_over_and_half_characters_are_one()
    {
        var model = Arpa.Parse(Train(Training(2, Plenty), ["<s> a </s> \ud800 <unk>", "a \ud801\tb  "]).Arpa);

        Assert.Equal(["</s>", "<s>", "<unk>", "a", "b", "\ufffd"], model.Words.Order(StringComparer.Ordinal));
        Assert.True(model.Has("a \ufffd"));
    }

    [Fact]
    public void More_words_than_fit_are_refused()
    {
        using var trainer = new NgramTrainer(Training(2, Tiny), new Silent());

        Assert.Contains("tokenizer", Assert.Throws<BadInputException>(() => trainer.Add(string.Join(' ', Enumerable.Range(0, 1000)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_can_be_learnt_from_nothing() => Assert.Throws<BadInputException>(() => Train(Training(2, Plenty), ["", "  "]));

    [Fact]
    public void It_stops_when_asked_to_and_leaves_no_files()
    {
        using (var trainer = new NgramTrainer(Training(3, 64 << 10), new Silent()))
        {
            Lines(seed: 3, count: 2000).ForEach(line => trainer.Add(line));
            Assert.Throws<OperationCanceledException>(() => trainer.Write(TextWriter.Null, new CancellationToken(canceled: true)));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(9, "")]
    [InlineData(2, "0 0 0")]
    [InlineData(3, "1")]
    [InlineData(3, "0 2 1")]
    public void What_cannot_be_done_is_told(int order, string prune) =>
        Assert.NotNull((Training(order, Plenty) with { Prune = [.. prune.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)] }).Problem());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private NgramTraining Training(int order, long memory) => new(order, [], memory, _folder);

    private static (string Arpa, NgramReport Report) Train(NgramTraining training, IEnumerable<string> lines)
    {
        using var trainer = new NgramTrainer(training, new Silent());
        foreach (var line in lines)
        {
            trainer.Add(line);
        }

        using var arpa = new StringWriter(CultureInfo.InvariantCulture);
        var report = trainer.Write(arpa, CancellationToken.None);
        return (arpa.ToString(), report);
    }

    private NgramModel Read(string arpa)
    {
        var path = Path.Combine(_folder, "model.arpa");
        File.WriteAllText(path, arpa);
        try
        {
            return NgramModel.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Frequent words first, as in languages; empty lines too.
    private static List<string> Lines(int seed, int count, string[]? words = null)
    {
        words ??= [.. Enumerable.Range(0, 30).Select(i => $"w{i}")];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(0, 12)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))])))];
    }

    private sealed class Silent : INgramProgress
    {
        public void Begin(string what, long total) => Assert.True(total >= 0);

        public void Advance(long runs) => Assert.True(runs >= 0);
    }
}
