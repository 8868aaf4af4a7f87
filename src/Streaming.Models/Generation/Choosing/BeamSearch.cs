using Streaming.Models.Batches;

namespace Streaming.Models.Generation.Choosing;

/// <summary>The beams of one prompt. Scores, order and end are those of transformers' vectorised beam search.</summary>
internal sealed class BeamSearch
{
    private readonly GenerationSettings _settings;
    private readonly LogitRules _rules;
    private readonly SequenceEnd _end;
    private readonly int[] _prompt;
    private readonly int _limit;
    private readonly int _candidates;
    private Beam[] _running;
    private List<FinishedBeam> _finished = [];

    public BeamSearch(GenerationSettings settings, LogitRules rules, SequenceEnd end, int endIds, int[] prompt, int limit)
    {
        _settings = settings;
        _rules = rules;
        _end = end;
        _prompt = prompt;
        _limit = limit;
        _candidates = Math.Max(2, 1 + endIds) * settings.Beams;
        _running = [new Beam([], 0, 0)];
    }

    /// <summary>Whether nothing can get better any more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The rows to go on with: which row each came from, and which id it has got.</summary>
    public IEnumerable<(int Parent, int Id)> Next => _running.Select(beam => (beam.Parent, beam.Ids[^1]));

    /// <summary>How many rows there are; 1 before the first step.</summary>
    public int Rows => _running.Length;

    /// <summary>Takes one step.</summary>
    /// <param name="logits">The logits of each row.</param>
    /// <param name="size">The number of logits of a row.</param>
    public void Advance(Func<int, ReadOnlySpan<float>> logits, int size)
    {
        var best = BestCandidates(logits, size);
        var ends = best.ConvertAll(beam => _end.Of(beam.Ids, _limit));
        var length = best[0].Ids.Length;
        Finish(best, ends, length);
        _running = [.. best.Where((_, i) => ends[i] is null).Take(_settings.Beams)];
        IsDone = ends.TrueForAll(end => end is not null) || (_settings.EarlyStopping == EarlyStopping.WhenFull && _finished.Count == _settings.Beams) || !CanImprove(length);
    }

    public IEnumerable<(int[] Ids, FinishReason Finish, float Score)> Results => _finished.Select(beam => (beam.Ids, beam.Finish, beam.Score)).Take(_settings.ReturnSequences);

    private List<Beam> BestCandidates(Func<int, ReadOnlySpan<float>> logits, int size)
    {
        // The lowest of the best on top, so that most candidates are refused by one comparison.
        var queue = new PriorityQueue<(int Parent, int Id), (float Score, int Order)>();
        var scores = new float[size];
        for (var row = 0; row < _running.Length; row++)
        {
            NumberCheck.Refuse(logits(row));
            LogSoftmax.Of(logits(row), scores);
            _rules.Apply(scores, [.. _prompt, .. _running[row].Ids], _running[row].Ids.Length);
            for (var id = 0; id < size; id++)
            {
                var priority = (_running[row].Score + scores[id], -((row * size) + id));
                if (queue.Count < _candidates)
                {
                    queue.Enqueue((row, id), priority);
                }
                else if (queue.TryPeek(out _, out var lowest) && priority.CompareTo(lowest) > 0)
                {
                    queue.DequeueEnqueue((row, id), priority);
                }
            }
        }

        var best = new List<Beam>(queue.Count);
        while (queue.TryDequeue(out var choice, out var priority))
        {
            best.Add(new Beam([.. _running[choice.Parent].Ids, choice.Id], priority.Score, choice.Parent));
        }

        best.Reverse();
        return best;
    }

    // An end counts only among the first as many candidates as there are beams.
    private void Finish(List<Beam> best, List<FinishReason?> ends, int length)
    {
        for (var i = 0; i < Math.Min(_settings.Beams, best.Count); i++)
        {
            if (ends[i] is { } end && !float.IsNegativeInfinity(best[i].Score))
            {
                _finished.Add(new FinishedBeam(best[i].Ids, end, best[i].Score / MathF.Pow(length, _settings.LengthPenalty)));
            }
        }

        // A stable sort: what was there first stays first among equals.
        _finished = [.. _finished.OrderByDescending(beam => beam.Score).Take(_settings.Beams)];
    }

    private bool CanImprove(int length)
    {
        if (_running.Length == 0)
        {
            return false;
        }

        if (_finished.Count < _settings.Beams)
        {
            return true;
        }

        var bestLength = _settings.EarlyStopping == EarlyStopping.Never && _settings.LengthPenalty > 0 ? _limit : length;
        return _running[0].Score / MathF.Pow(bestLength, _settings.LengthPenalty) > _finished[^1].Score;
    }

    private sealed record Beam(int[] Ids, float Score, int Parent);

    private sealed record FinishedBeam(int[] Ids, FinishReason Finish, float Score);
}
