using Streaming.Operators.Filtering.FastText;
using Streaming.Operators.Filtering.Languages;

namespace Streaming.Operators.Tests.Filtering;

public sealed class FastTextModelTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData(3, 2, null)]
    [InlineData(2, 2, "fewer rows")]
    [InlineData(3, 1, "fewer rows")]
    public void A_model_whose_matrices_are_too_small_is_refused(int inputRows, int outputRows, string? says)
    {
        Write(new() { Buckets = 2, LongestGram = 2, Input = Column(inputRows), Output = Column(outputRows) });

        if (says is null)
        {
            Assert.Equal("de", new FastTextJudge(FastTextModel.Read(_path)).Judge("a a").Language);
            return;
        }

        Assert.Contains(says, Assert.Throws<BadInputException>(() => FastTextModel.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 3, 1)]
    [InlineData(12, 2, 1)]
    [InlineData(12, 3, 9)]
    public void What_is_no_classifier_is_refused(int version, int kind, int loss)
    {
        Write(new() { Version = version, Kind = kind, Loss = loss, Input = Column(1), Output = Column(2) });

        Assert.Throws<BadInputException>(() => FastTextModel.Read(_path));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_and_no_memory_is_taken_for_what_it_lacks()
    {
        Write(new() { Input = Column(1), Output = Column(2) });
        var whole = File.ReadAllBytes(_path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);

            Assert.Throws<BadInputException>(() => FastTextModel.Read(_path));
        }
    }

    [Fact]
    public void Softmax_scores_are_shares_with_fastTexts_summand()
    {
        Write(new() { Input = [[2f]], Output = [[1f], [-1f]] });

        var scores = FastTextModel.Read(_path).Predict("a");

        Assert.Equal(["__label__en", "__label__de"], scores.Select(s => s.Label));
        Assert.Equal(1 / (1 + Math.Exp(-4)) + 1e-5, scores[0].Score, 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(4)) + 1e-5, scores[1].Score, 1e-6);
        Assert.Empty(FastTextModel.Read(_path).Predict("unknown __label__en"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void One_against_all_scores_each_label_by_itself_in_steps_of_a_table(int loss)
    {
        Write(new() { Loss = loss, Input = [[1f]], Output = [[0.7f], [100f]] });

        var scores = FastTextModel.Read(_path).Predict("a");

        // The step at or below 0.7 is 0.6875.
        Assert.Equal([("__label__de", 1 + 1e-5), ("__label__en", 1 / (1 + Math.Exp(-0.6875)) + 1e-5)], scores.Select(s => (s.Label, Math.Round(s.Score, 6))).Select(s => s), new Near());
    }

    [Fact]
    public void Runs_of_words_are_features()
    {
        // The bucket of a run as fastText computes it: hash of the first word with a sign, times a factor, plus the hash of the second.
        var (a, b) = ((long)(int)Fnv("a"), (long)(int)Fnv("b"));
        var bucket = (int)(unchecked(((ulong)a * 116049371) + (ulong)b) % 1000);
        var input = Enumerable.Range(0, 1002).Select(row => new[] { row == 2 + bucket ? 9f : 0f }).ToArray();
        Write(new() { Words = ["a", "b"], WordGrams = 2, Buckets = 1000, Input = input, Output = [[1f], [-1f]] });
        var model = FastTextModel.Read(_path);

        // Two words, their run, and the run of b and the end of the line.
        Assert.Equal((1 / (1 + Math.Exp(-2 * 9d / 4))) + 1e-5, model.Best("a b")!.Value.Score, 1e-5);
        Assert.Equal(0.5 + 1e-5, model.Best("b a")!.Value.Score, 1e-6);
    }

    [Fact]
    public void A_quantised_model_gives_what_the_plain_one_gives()
    {
        float[][] input = [[1f, -2f, 3f], [0.5f, 0.25f, -1f]];
        float[][] output = [[1f, 2f, 0.5f], [-1f, 0.5f, 0.25f]];
        var model = new FastTextFile { Words = ["a", "b"], Input = input, Output = output };
        var plain = FastTextModel.Read(model.Write(_path)).Predict("a b b");

        var quantised = new FastTextFile { Words = ["a", "b"], Input = input, Output = output, IsQuantized = true, Kept = [] };

        Assert.Equal(plain, FastTextModel.Read(quantised.Write(_path)).Predict("a b b"));
    }

    [Fact]
    public void Of_a_pruned_model_only_the_kept_runs_count()
    {
        float[][] input = [[0f, 0f, 0f], [4f, 0f, 0f]];
        var model = new FastTextFile { Buckets = 1, LongestGram = 3, IsQuantized = true, Kept = [(0, 0)], Input = input, Output = [[1f, 0f, 0f], [-1f, 0f, 0f]] };

        // All runs fall into the one bucket: of <a> these are <a, <a>, a> and the word itself is a row of nothing.
        Assert.Equal(1 / (1 + Math.Exp(-2 * 3 * 4d / 4)) + 1e-5, FastTextModel.Read(model.Write(_path)).Best("a")!.Value.Score, 1e-5);
    }

    [Fact]
    public void The_tree_of_a_hierarchical_softmax_decides_at_each_inner_node()
    {
        // Counts 5, 2, 1: the two rare labels are joined first, their node then with the frequent one.
        var tree = new FastTextTree([5, 2, 1]);
        var output = new DenseMatrix([2f, -3f], 1);

        var (label, score) = tree.Best([1f], output);

        // At the root "left" is the joined node (weight 3), at which "left" is the rarest label.
        var root = 1 / (1 + Math.Exp(3));
        var (left, right) = ((1 - root) * (1 / (1 + Math.Exp(2))), (1 - root) * (1 / (1 + Math.Exp(-2))));
        Assert.True(right > left && right > root);
        Assert.Equal(1, label);
        Assert.Equal(Math.Log(right), score, 1e-4);
        var all = tree.All([1f], output, FastTextOutput.Log(0)).OrderBy(found => found.Label).Select(found => Math.Exp(found.LogScore)).ToArray();
        Assert.Equal(root, all[0], 1e-4);
        Assert.Equal(right, all[1], 1e-4);
        Assert.Equal(left, all[2], 1e-4);
    }

    [Fact]
    public void Words_that_are_no_UTF8_and_read_alike_have_rows_of_their_own()
    {
        Write(new() { Encoding = System.Text.Encoding.Latin1, Words = ["\u00e9", "\u00e8", "b"], Input = [[1], [1], [-1]], Output = [[1], [-1]] });

        Assert.Equal("de", new FastTextJudge(FastTextModel.Read(_path)).Judge("b").Language);
    }

    public void Dispose() => File.Delete(_path);

    private static float[][] Column(int rows) => [.. Enumerable.Range(0, rows).Select(row => new[] { 1f + row })];

    private static uint Fnv(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));

    private void Write(FastTextFile file) => file.Write(_path);

    private sealed class Near : IEqualityComparer<(string Label, double Score)>
    {
        public bool Equals((string Label, double Score) x, (string Label, double Score) y) => x.Label == y.Label && Math.Abs(x.Score - y.Score) < 1e-5;

        public int GetHashCode((string Label, double Score) pair) => 0;
    }
}
