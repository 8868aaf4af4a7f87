using Streaming.Models.Batches;
using Streaming.Tokenizers;

namespace Streaming.Models.Generation;

/// <summary>Takes a batch from its prompts to its ends.</summary>
internal sealed class GenerationRun(GenerationSettings settings, IReadOnlyList<int> endIds, ITokenizer tokenizer, int? positions)
{
    private readonly LogitRules _rules = new(settings, endIds);
    private readonly SequenceEnd _end = new(settings, endIds, tokenizer);

    public Generated[][] Finish(DecodingState state, int[][] prompts, ulong[] seeds) => settings.Beams > 1 ? Beams(state, prompts) : Lines(state, prompts, seeds);

    private Generated[][] Lines(DecodingState state, int[][] prompts, ulong[] seeds)
    {
        var results = new Generated[prompts.Length][];
        var lines = prompts.Select((prompt, i) => new Line(i, [.. prompt], prompt.Length, seeds[i])).ToList();
        var scores = new float[state.Vocabulary];
        while (lines.Count > 0)
        {
            var (kept, next) = (new List<int>(lines.Count), new List<int>(lines.Count));
            for (var row = 0; row < lines.Count; row++)
            {
                var line = lines[row];
                state.Logits(row).CopyTo(scores);
                NumberCheck.Refuse(scores);
                _rules.Apply(scores, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line.Ids), line.NewIds);
                line.Ids.Add(Sampling.Choose(scores, settings, line.Seed, line.NewIds));
                if (_end.Of(line.New, LimitOf(line.Prompt)) is { } finish)
                {
                    results[line.Index] = [Result(line.New.ToArray(), finish)];
                }
                else
                {
                    kept.Add(row);
                    next.Add(line.Ids[^1]);
                }
            }

            // Finished rows leave, so that the device works for those that go on only.
            lines = kept.ConvertAll(row => lines[row]);
            Go(state, kept, next);
        }

        return results;
    }

    private Generated[][] Beams(DecodingState state, int[][] prompts)
    {
        var searches = prompts.Select(prompt => new BeamSearch(settings, _rules, _end, endIds.Count, prompt, LimitOf(prompt.Length))).ToArray();
        var open = searches.ToList();
        while (open.Count > 0)
        {
            var (rows, next) = (new List<int>(), new List<int>());
            var first = 0;
            foreach (var search in open)
            {
                var from = first;
                first += search.Rows;
                search.Advance(row => state.Logits(from + row), state.Vocabulary);
                if (!search.IsDone)
                {
                    rows.AddRange(search.Next.Select(beam => from + beam.Parent));
                    next.AddRange(search.Next.Select(beam => beam.Id));
                }
            }

            open.RemoveAll(search => search.IsDone);
            Go(state, rows, next);
        }

        return [.. searches.Select(search => search.Results.Select(result => Result(result.Ids, result.Finish, result.Score)).ToArray())];
    }

    private static void Go(DecodingState state, List<int> rows, List<int> next)
    {
        if (rows.Count > 0)
        {
            state.Select([.. rows]);
            state.Step([.. next]);
        }
    }

    private int LimitOf(int prompt) => Math.Max(1, Math.Min(settings.MaxNewTokens, (positions ?? int.MaxValue) - prompt));

    private Generated Result(int[] ids, FinishReason finish, float? score = null) => new(ids, tokenizer.Decode(ids, skipSpecialTokens: true), finish, score);

    private sealed record Line(int Index, List<int> Ids, int Prompt, ulong Seed)
    {
        public int NewIds => Ids.Count - Prompt;

        public ReadOnlySpan<int> New => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Ids)[Prompt..];
    }
}
