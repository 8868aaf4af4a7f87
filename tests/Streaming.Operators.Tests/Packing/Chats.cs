using Streaming.Models.Operators.Chats;
using Streaming.Operators.Packing;
using Streaming.Tokenizers;

namespace Streaming.Operators.Tests.Packing;

/// <summary>Conversations on their way through mapper and packer.</summary>
internal static class Chats
{
    public static readonly RowSchema Schema = RowSchema.Text.With(new(KnownColumns.Messages, KnownColumns.MessagesType));

    private static readonly string[] Words = ["the", "harbour", "was", "quiet.", "🙂", "港は", "naïve", "2+2=4", "x", "\n", "  ", "im_end", "assistant"];

    /// <summary>Conversations of some turns, with and without a word from the system; some answers are empty.</summary>
    public static Sample[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Chat(i, [.. Turns(random)]))];
    }

    public static Sample Chat(int number, params ChatTurn[] turns)
    {
        var sample = Some.Sample("", $"d{number}", number / 3, Packs.Split(number % 3));
        sample.Messages = turns;
        return sample;
    }

    public static SequencePackerOptions Options(string folder, int maxTokens = 64, PackingMode mode = PackingMode.BestFit, int window = 8) =>
        new() { Tokenizer = folder, MaxTokens = maxTokens, Mode = mode, Window = window };

    /// <summary>The samples with their texts and marked answers.</summary>
    public static async Task<List<Sample>> MapAsync(string folder, Sample[] samples, bool everything = false)
    {
        var mapper = new ChatTemplateMapper(new() { Model = folder, Learn = everything ? LearnedPart.All : LearnedPart.Assistant });
        await using var driver = await OperatorDriver.OpenAsync(mapper, Schema);
        await driver.ApplyAsync([.. samples.Select(sample => sample.Copy())]);
        Assert.Empty(driver.DeadLetters.Select(letter => letter.Error));
        return driver.Out;
    }

    /// <summary>A packer behind the mapper.</summary>
    public static Task<OperatorDriver> PackerAsync(SequencePackerOptions options, StateBook? state = null) =>
        OperatorDriver.OpenAsync(new SequencePacker(options), Schema.With(new(LearnedSpans.DefaultName, LearnedSpans.Type)), state);

    /// <summary>The stretches of each document that are learned, decoded, whichever packs its pieces came into.</summary>
    public static Dictionary<string, string[]> Learned(IEnumerable<Sample> packs, ITokenizer tokenizer) => packs.SelectMany(Pieces).GroupBy(piece => piece.Id).ToDictionary(
        document => document.Key,
        document => Runs([.. document.SelectMany(piece => piece.Ids)], [.. document.SelectMany(piece => piece.Labels)]).Select(run => tokenizer.Decode(run)).ToArray());

    private static IEnumerable<(string Id, int[] Ids, int[] Labels)> Pieces(Sample pack)
    {
        var (ids, labels, borders) = (pack.Ints("input_ids"), pack.Ints("labels"), pack.Ints("cu_seqlens"));
        Assert.Equal(ids.Length, labels.Length);
        return pack.Names("sample_ids").Select((id, i) => (id, ids[borders[i]..borders[i + 1]], labels[borders[i]..borders[i + 1]]));
    }

    private static IEnumerable<int[]> Runs(int[] ids, int[] labels)
    {
        var run = new List<int>();
        foreach (var (id, label) in ids.Zip(labels).Append((0, LearnedTokens.Ignored)))
        {
            if (label != LearnedTokens.Ignored)
            {
                Assert.Equal(id, label);
                run.Add(id);
            }
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }
    }

    private static IEnumerable<ChatTurn> Turns(Random random)
    {
        if (random.Next(3) == 0)
        {
            yield return new("system", Say(random));
        }

        for (var turns = random.Next(1, 5); turns > 0; turns--)
        {
            yield return new("user", Say(random));
            yield return new("assistant", random.Next(5) == 0 ? "" : Say(random));
        }
    }

    // White space at the border of an answer would be one token with the template's; that is a test of its own.
    private static string Say(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => Words[random.Next(Words.Length)])).Trim();
}
