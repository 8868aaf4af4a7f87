using System.Collections.Immutable;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>The splits that this worker holds of its shared sources, taken together; splits of other sources are its own.</summary>
internal sealed class HeldSplits : IDisposable
{
    private readonly IReadOnlyList<(string Name, ISharedSource Source, SplitHand Hand)> _hands;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenSource _lost;

    private HeldSplits(IReadOnlyList<(string Name, ISharedSource Source, SplitHand Hand)> hands)
    {
        _hands = hands;
        _ending = CancellationTokenSource.CreateLinkedTokenSource([CancellationToken.None, .. hands.Select(h => h.Hand.Ending)]);
        _lost = CancellationTokenSource.CreateLinkedTokenSource([CancellationToken.None, .. hands.Select(h => h.Hand.Lost)]);
    }

    /// <summary>Every split there is, for good.</summary>
    public static HeldSplits All { get; } = new([]);

    /// <summary>Cancelled when the hand of one source is about to change.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Cancelled when the hand of one source is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Waits for a hand of each shared source.</summary>
    public static async ValueTask<HeldSplits> TakeAsync(IReadOnlyList<PlannedSource> sources, CancellationToken abort)
    {
        var hands = new List<(string Name, ISharedSource Source, SplitHand Hand)>();
        try
        {
            foreach (var planned in sources)
            {
                if (planned.Source is ISharedSource shared)
                {
                    hands.Add((planned.Name, shared, await shared.TakeAsync(abort)));
                }
            }

            return new(hands);
        }
        catch
        {
            hands.ForEach(h => h.Source.Release());
            throw;
        }
    }

    /// <summary>Whether this worker holds the split.</summary>
    public bool Owns(SplitId split) => !RescoredSplits.Is(split) && _hands.All(h => h.Name != split.Source || h.Hand.Splits.Contains(split));

    /// <summary>Where to read from: as the shared sources say, and the table for all others.</summary>
    public async ValueTask<SplitPositions> StartAsync(HandStart start, CancellationToken abort)
    {
        var from = ImmutableSortedDictionary.CreateBuilder<SplitId, long>();
        from.AddRange(start.Recorded.Next.Where(p => _hands.All(h => h.Name != p.Key.Source)));
        foreach (var (_, source, _) in _hands)
        {
            from.AddRange((await source.StartAsync(start, abort)).Next);
        }

        return new(from.ToImmutable());
    }

    /// <summary>The positions of the splits of shared sources: they are in hand from the start, moved or not (protocol rule 4).</summary>
    public IEnumerable<KeyValuePair<SplitId, long>> Of(SplitPositions from) => from.Next.Where(p => _hands.Any(h => h.Hand.Splits.Contains(p.Key)));

    /// <summary>Tells each source what of it is committed.</summary>
    public void Committed(IReadOnlyDictionary<SplitId, long> positions)
    {
        foreach (var (name, source, _) in _hands)
        {
            source.Committed(positions.Where(p => p.Key.Source == name).ToDictionary());
        }
    }

    /// <summary>Gives the hands back.</summary>
    public void Dispose()
    {
        foreach (var (_, source, _) in _hands)
        {
            source.Release();
        }

        _ending.Dispose();
        _lost.Dispose();
    }
}
