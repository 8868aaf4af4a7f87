using System.Runtime.InteropServices;
using Streaming.Models.Batches;
using Streaming.Models.Generation.Choosing;
using Streaming.Tokenizers;

namespace Streaming.Models.Generation;

/// <summary>Takes prompts to their ends.</summary>
internal sealed class GenerationRun(
    GenerationSettings settings, IReadOnlyList<int> endIds, ITokenizer tokenizer, int? positions, GenerationProgress progress, CancellationToken abort)
{
    private readonly LogitRules _rules = new(settings, endIds);
    private readonly SequenceEnd _end = new(settings, endIds, tokenizer);

    /// <summary>Works on prompts: on as many at once as the limits allow, on all of them where beams are followed.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="limits">How many rows there may be at once.</param>
    /// <param name="begin">Has a device read some of them.</param>
    public void Finish(WaitingPrompt[] prompts, DecodingLimits limits, Func<IReadOnlyList<WaitingPrompt>, DecodingState> begin)
    {
        if (settings.Beams > 1)
        {
            Beams(prompts, begin);
        }
        else
        {
            Lines(prompts, limits, begin);
        }
    }

    private void Lines(WaitingPrompt[] prompts, DecodingLimits limits, Func<IReadOnlyList<WaitingPrompt>, DecodingState> begin)
    {
        var waiting = new PromptQueue([.. prompts.Select(prompt => prompt.Ids.Length)], limits);
        using var rows = new ActiveRows();
        while (!waiting.IsEmpty || rows.Lines.Count > 0)
        {
            abort.ThrowIfCancellationRequested();
            var chosen = prompts[waiting.Take(rows.Lines.Count, rows.State?.Length ?? 0)];
            progress.Rows = rows.Lines.Count + chosen.Length;
            if (chosen.Length > 0)
            {
                rows.LetIn(begin(chosen), chosen.Select(prompt => new Line(prompt)));
            }

            Advance(rows);
        }
    }

    // Finished rows leave, so that the device works for those that go on only.
    private void Advance(ActiveRows rows)
    {
        var (kept, next) = (new List<int>(rows.Lines.Count), new List<int>(rows.Lines.Count));
        var scores = new float[rows.State!.Vocabulary];
        for (var row = 0; row < rows.Lines.Count; row++)
        {
            rows.State.Logits(row).CopyTo(scores);
            if (GoesOn(rows.Lines[row], scores))
            {
                kept.Add(row);
                next.Add(rows.Lines[row].Ids[^1]);
            }
        }

        rows.Go(kept, next);
    }

    private bool GoesOn(Line line, float[] scores)
    {
        try
        {
            NumberCheck.Refuse(scores);
        }
        catch (InvalidDataException e)
        {
            progress.Faults[line.Index] = e;
            return false;
        }

        _rules.Apply(scores, CollectionsMarshal.AsSpan(line.Ids), line.NewIds);
        line.Ids.Add(Sampling.Choose(scores, settings, line.Seed, line.NewIds));
        if (_end.Of(line.New, LimitOf(line.Prompt)) is not { } finish)
        {
            return true;
        }

        progress.Complete(line.Index, [Result(line.New.ToArray(), finish)]);
        return false;
    }

    // What is wrong with one prompt is found by asking for each alone.
    private void Beams(WaitingPrompt[] prompts, Func<IReadOnlyList<WaitingPrompt>, DecodingState> begin)
    {
        progress.Rows = prompts.Length;
        try
        {
            using var state = begin(prompts);
            Search(prompts, state);
        }
        catch (InvalidDataException) when (prompts.Length > 1)
        {
            foreach (var prompt in prompts)
            {
                Beams([prompt], begin);
            }
        }
        catch (InvalidDataException e)
        {
            progress.Faults[prompts[0].Index] = e;
        }
    }

    private void Search(WaitingPrompt[] prompts, DecodingState state)
    {
        var searches = prompts.Select(prompt => new BeamSearch(settings, _rules, _end, endIds.Count, prompt.Ids, LimitOf(prompt.Ids.Length))).ToArray();
        var open = searches.ToList();
        while (open.Count > 0)
        {
            abort.ThrowIfCancellationRequested();
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
            if (rows.Count > 0)
            {
                state.Select([.. rows]);
                state.Step([.. next]);
            }
        }

        for (var i = 0; i < searches.Length; i++)
        {
            progress.Complete(prompts[i].Index, [.. searches[i].Results.Select(result => Result(result.Ids, result.Finish, result.Score))]);
        }
    }

    private int LimitOf(int prompt) => Math.Max(1, Math.Min(settings.MaxNewTokens, (positions ?? int.MaxValue) - prompt));

    private Generated Result(int[] ids, FinishReason finish, float? score = null) => new(ids, tokenizer.Decode(ids, skipSpecialTokens: true), finish, score);

    private sealed class Line(WaitingPrompt prompt)
    {
        public int Index => prompt.Index;

        public ulong Seed => prompt.Seed;

        public int Prompt => prompt.Ids.Length;

        public List<int> Ids { get; } = [.. prompt.Ids];

        public int NewIds => Ids.Count - Prompt;

        public ReadOnlySpan<int> New => CollectionsMarshal.AsSpan(Ids)[Prompt..];
    }

    /// <summary>The rows that are worked on, and the device's state of them; none while there are none.</summary>
    private sealed class ActiveRows : IDisposable
    {
        public List<Line> Lines { get; private set; } = [];

        public DecodingState? State { get; private set; }

        public void LetIn(DecodingState begun, IEnumerable<Line> lines)
        {
            Lines.AddRange(lines);
            if (State is null)
            {
                State = begun;
                return;
            }

            using (begun)
            {
                State.Join(begun);
            }
        }

        public void Go(List<int> kept, List<int> next)
        {
            Lines = kept.ConvertAll(row => Lines[row]);
            if (kept.Count > 0)
            {
                State!.Select([.. kept]);
                State.Step([.. next]);
            }
            else
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            State?.Dispose();
            State = null;
        }
    }
}
