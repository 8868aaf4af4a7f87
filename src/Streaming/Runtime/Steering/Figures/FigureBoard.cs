using System.Collections.Immutable;
using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>
/// The figures that followed operators saw in past epochs. An epoch is steered by what was seen up to the one before the last: the border waits for that one alone, so the run need not be emptied, and whatever the
/// threads and wherever a run was cut, every epoch is steered by the same figures.
/// </summary>
internal sealed class FigureBoard
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<OperatorNode> _nodes;
    private readonly int _kept;
    private readonly Dictionary<string, List<(long Epoch, FigureSummary Figures)>> _seen = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOn;
    private long _tallied;
    private long _closed;

    /// <summary>Follows these operators, over at most so many epochs.</summary>
    public FigureBoard(IReadOnlyList<OperatorNode> nodes, int epochs)
    {
        (_nodes, _kept) = (nodes, epochs + 1);
        Followed = [.. nodes.Select(n => n.StateKey)];
    }

    /// <summary>The operators whose figures are kept, by key.</summary>
    public ImmutableHashSet<string> Followed { get; }

    /// <summary>Goes on from the newest commit.</summary>
    public void Restore(SteeringRecord? newest)
    {
        lock (_lock)
        {
            (_isOn, _tallied, _closed) = (Followed.Count > 0, 0, 0);
            foreach (var key in Followed)
            {
                // Of the last commit's epochs the last one has number 0.
                var before = newest?.Figures?.GetValueOrDefault(key) ?? [];
                _seen[key] = [.. before.Select((figures, i) => ((long)i + 1 - before.Count, figures))];
            }
        }
    }

    /// <summary>Waits until what steers the next epoch is known, after this run closed so many.</summary>
    public async ValueTask ReadyAsync(long closed, CancellationToken until)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (!_isOn || _tallied >= closed - 1)
                {
                    _closed = closed;
                    return;
                }

                moved = _moved.Task;
            }

            await moved.WaitAsync(until);
        }
    }

    /// <summary>What an operator saw in the last epochs that steer the one that begins.</summary>
    public FigureWindow Window(string key, int epochs)
    {
        lock (_lock)
        {
            var known = _seen.GetValueOrDefault(key)?.Where(s => s.Epoch < _closed && s.Epoch >= _closed - epochs).Select(s => s.Figures).ToList();
            return new(known ?? []);
        }
    }

    /// <summary>Notes what was seen in an epoch that is closed; gives what its commit says.</summary>
    public SteeringRecord? Close(EpochTally tally, SteeringRecord? steering)
    {
        lock (_lock)
        {
            if (!_isOn)
            {
                return steering;
            }

            _tallied++;
            foreach (var node in _nodes)
            {
                var seen = _seen[node.StateKey];
                seen.Add((_tallied, tally.Figures(node)?.Summary ?? FigureSummary.None));
                seen.RemoveRange(0, Math.Max(0, seen.Count - _kept));
            }

            _moved.SetResult();
            _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return steering is null ? null : steering with { Figures = _seen.ToDictionary(s => s.Key, IReadOnlyList<FigureSummary> (s) => [.. s.Value.Select(v => v.Figures)]) };
        }
    }
}
