using System.Collections.Immutable;
using Streaming.Epochs;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>
/// Sources are read in proportion to weights, sample by sample (<see cref="FairShares"/>): the source that is due is waited for, so the order depends on the input alone and never on who happens to be ready.
/// It goes on over epochs and restarts from what the last commit recorded, and takes changed weights at borders.
/// </summary>
internal sealed class MixingOrder : IIntakeOrder
{
    private readonly MixSpec _mix;
    private readonly MixControl? _control;
    private readonly ImmutableArray<string> _sources;
    private readonly MixShares _shares;
    private readonly double[] _declared;
    private readonly bool[] _ended;
    private readonly bool[] _gone;
    private readonly long[] _sizes;
    private readonly HeadCursor?[] _cursors;
    private double[] _weights;
    private FairShares _turns;
    private long _proposal;
    private bool _changed;

    /// <summary>Mixes.</summary>
    /// <param name="mix">How.</param>
    /// <param name="sources">The sources' names, in the readers' order.</param>
    /// <param name="declared">The weights that the topology says, in the same order.</param>
    /// <param name="limits">When an epoch ends.</param>
    /// <param name="control">Changes weights; null: nothing does.</param>
    /// <param name="before">What the newest commit recorded, or null.</param>
    /// <param name="wasEnd">Whether the input ended with that commit.</param>
    public MixingOrder(MixSpec mix, IReadOnlyList<string> sources, IReadOnlyList<double> declared, EpochLimits limits, MixControl? control = null, MixRecord? before = null, bool wasEnd = false)
    {
        (_mix, _control, _sources, Limits) = (mix, control, [.. sources], limits);
        _shares = new(mix, _sources);
        _declared = [.. declared];
        _weights = [.. declared];
        _ended = new bool[_sources.Length];
        _gone = new bool[_sources.Length];
        _sizes = new long[_sources.Length];
        _cursors = new HeadCursor?[_sources.Length];
        _turns = Restore(before, wasEnd);
        control?.GoOnWith(ByName(_weights));
    }

    /// <inheritdoc/>
    public EpochLimits? Limits { get; }

    /// <inheritdoc/>
    public bool Gathers => true;

    /// <inheritdoc/>
    public MixRecord Record => new()
    {
        Weights = ByName(_weights),
        Declared = ByName(_declared),
        Unit = _mix.Unit,
        Changed = _changed,
        Proposal = _changed ? _proposal : 0,
        Shares = ByName(_turns.Weights),
        Lags = ByName(_turns.Lags),
        Ended = [.. _sources.Where((_, i) => _ended[i])],
        Gone = [.. _sources.Where((_, i) => _gone[i])],
    };

    /// <inheritdoc/>
    public void BeginEpoch(bool again)
    {
        _changed &= again;
        if (_control?.Look() is { Number: > 0, Weights: { } wanted } proposal && proposal.Number != _proposal)
        {
            _proposal = proposal.Number;
            _changed = true;
            _weights = [.. _sources.Select(s => wanted[s])];
            _turns = new(_shares.Of(_weights, _gone));
        }
    }

    /// <inheritdoc/>
    public void Took(int source, TakenBatch batch)
    {
    }

    /// <inheritdoc/>
    public async ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, IntakeRoom room, CancellationToken until)
    {
        Array.Clear(_cursors);
        var runs = new List<TurnRun>();
        while (room.IsLeft && !HasToStop)
        {
            var due = Due(out var missing);
            if (missing < 0)
            {
                room = Take(due, runs, room);
            }
            else if (runs.Count > 0)
            {
                // What was decided is taken first: only then does the next batch come to the head.
                break;
            }
            else
            {
                await LookAsync(readers, missing, until);
            }
        }

        return runs.Count > 0 ? new(runs) : null;
    }

    private bool HasToStop => _turns.IsEmpty || _mix.Exhausted switch
    {
        MixExhausted.Stop => _ended.Contains(true),
        MixExhausted.Repeat => !_ended.Where((ended, i) => !ended && _turns.Weights[i] > 0).Any(),
        _ => false,
    };

    // Whose turn it is, or whose next sample has to be known first. Where every sample counts one, only the head of the source that is due is waited for.
    private int Due(out int missing)
    {
        missing = -1;
        for (var i = 0; i < _cursors.Length; i++)
        {
            if (_mix.Unit == MixUnit.Samples)
            {
                _sizes[i] = 1;
            }
            else if (_turns.IsEligible(i))
            {
                if (IsMissing(i))
                {
                    missing = i;
                    return i;
                }

                _sizes[i] = _cursors[i]!.Value.Measure;
            }
        }

        var due = _turns.Next(_sizes);
        missing = IsMissing(due) ? due : -1;
        return due;
    }

    private bool IsMissing(int source) => _cursors[source] is not { IsAtEnd: false };

    private async ValueTask LookAsync(IReadOnlyList<SourceReader> readers, int source, CancellationToken until)
    {
        if (await readers[source].PeekAsync(until) is { } head)
        {
            _cursors[source] = new(head);
            _ended[source] |= _mix.Exhausted == MixExhausted.Repeat && RepeatedSource.PassOf(head.Batch.Split) > _mix.EpochsOf(_sources[source]);
            return;
        }

        _ended[source] = true;
        if (_mix.Exhausted != MixExhausted.Stop)
        {
            // The others share what is left, from here on.
            _gone[source] = true;
            _turns = new(_shares.Of(_weights, _gone));
        }
    }

    private IntakeRoom Take(int source, List<TurnRun> runs, IntakeRoom room)
    {
        var cursor = _cursors[source]!.Value;
        var size = cursor.Measure;
        var step = cursor.Step();
        _cursors[source] = cursor;
        _turns.Took(source, size);
        if (runs.Count > 0 && runs[^1].Source == source)
        {
            runs[^1] = new(source, runs[^1].Records + step.Records, step.To);
        }
        else
        {
            runs.Add(new(source, step.Records, step.To));
        }

        return room.After(step.Events, step.Bytes);
    }

    // At the end of the input sources may have grown by the next run: they are asked again. A mix that repeats has an end of its own.
    private FairShares Restore(MixRecord? before, bool wasEnd)
    {
        if (before is null || before.Unit != _mix.Unit || !Same(before.Declared, ByName(_declared)))
        {
            return new(_shares.Of(_weights, _gone));
        }

        _weights = [.. _sources.Select(s => before.Weights[s])];
        if (!wasEnd || _mix.Exhausted == MixExhausted.Repeat)
        {
            for (var i = 0; i < _sources.Length; i++)
            {
                _ended[i] = before.Ended.Contains(_sources[i]);
                _gone[i] = before.Gone.Contains(_sources[i]);
            }
        }

        var shares = _shares.Of(_weights, _gone);
        return shares.SequenceEqual(_sources.Select(s => before.Shares[s])) ? new(shares, [.. _sources.Select(s => before.Lags[s])]) : new(shares);
    }

    private static bool Same(IReadOnlyDictionary<string, double> a, Dictionary<string, double> b) => a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var other) && other == p.Value);

    private Dictionary<string, T> ByName<T>(IReadOnlyList<T> values) => _sources.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => values[p.i]);
}
