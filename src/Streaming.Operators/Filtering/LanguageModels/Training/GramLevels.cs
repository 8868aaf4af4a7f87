namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>
/// Reads the counts of the longest runs, sorted from their last words on, and tells of the runs of every length how often they were met and in how many ways: after how many different words
/// (Kneser and Ney 1995). Runs from the start of a line, and the longest, are met in as many ways as times.
/// </summary>
internal sealed class GramLevels
{
    private readonly int _order;
    private readonly GramMet _met;
    private readonly int[] _run;
    private readonly long[] _times;
    private readonly long[] _ways;
    private bool _hasRun;

    /// <param name="order">The longest length.</param>
    /// <param name="met">Hears of each run once.</param>
    public GramLevels(int order, GramMet met)
    {
        (_order, _met) = (order, met);
        (_run, _times, _ways) = (new int[order], new long[order + 1], new long[order + 1]);
    }

    /// <summary>Takes in the next of the longest runs.</summary>
    public void Add(ReadOnlySpan<int> run, long times)
    {
        var shared = _hasRun ? Shared(run) : 0;
        Close(shared);
        for (var length = 1; length <= _order; length++)
        {
            _times[length] = (length <= shared ? _times[length] : 0) + times;
            _ways[length] = length < shared ? _ways[length] : length == shared ? _ways[length] + 1 : 1;
        }

        run.CopyTo(_run);
        _hasRun = true;
    }

    /// <summary>Tells of the last ones.</summary>
    public void End() => Close(0);

    // How many of the last words are those of the run before.
    private int Shared(ReadOnlySpan<int> run)
    {
        var shared = 0;
        while (shared < _order && run[_order - 1 - shared] == _run[_order - 1 - shared])
        {
            shared++;
        }

        return shared;
    }

    private void Close(int shared)
    {
        for (var length = _hasRun ? _order : 0; length > shared; length--)
        {
            var run = _run.AsSpan(_order - length);
            if (run[0] != NgramVocabulary.None)
            {
                _met(run, _times[length], length == _order || run[0] == NgramVocabulary.Start ? _times[length] : _ways[length]);
            }
        }
    }
}

/// <summary>Hears of a run of words.</summary>
/// <param name="run">The run.</param>
/// <param name="times">How often it was met.</param>
/// <param name="ways">In how many ways.</param>
internal delegate void GramMet(ReadOnlySpan<int> run, long times, long ways);
