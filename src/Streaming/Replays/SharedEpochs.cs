using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;

namespace Streaming.Replays;

/// <summary>Refuses what a replay of shared sources (topics) cannot give again as it was.</summary>
internal static class SharedEpochs
{
    /// <exception cref="BadInputException">Records were passed over, or several hands held state at once.</exception>
    public static void Check(Plan plan, IReadOnlyList<EpochManifest> recorded, IReadOnlyList<EpochManifest> wanted)
    {
        var shared = plan.Sources.Where(s => s.Source is ISharedSource).Select(s => s.Name).ToHashSet();
        if (shared.Count == 0)
        {
            return;
        }

        CheckHands(plan, wanted);
        var reached = recorded.TakeWhile(e => e != wanted[0]).SelectMany(e => e.Positions).Where(m => shared.Contains(m.Source)).GroupBy(m => m.Id).ToDictionary(g => g.Key, g => g.Last().To);
        foreach (var epoch in wanted)
        {
            for (var i = 0; i < epoch.Positions.Count; i++)
            {
                var moved = epoch.Positions[i];
                if (!shared.Contains(moved.Source))
                {
                    continue;
                }

                CheckRange(epoch, moved, epoch.Interleaving.Where(r => r[0] == i).Sum(r => r[1]), epoch == wanted[0] ? null : reached.TryGetValue(moved.Id, out var to) ? to : null);
                reached[moved.Id] = moved.To;
            }
        }
    }

    // Where records were lost, positions move farther than there are records.
    private static void CheckRange(EpochManifest epoch, MovedSplit moved, long records, long? reached)
    {
        if (moved.To - moved.From != records)
        {
            throw new BadInputException($"Epoch {epoch.Epoch} passed over records of {moved.Id} that were gone when it was made (on_data_loss: skip): it cannot be replayed, others can (--epochs).");
        }

        if (reached is { } at && at != moved.From)
        {
            throw new BadInputException($"Records {at} to {moved.From - 1} of {moved.Id} were gone before epoch {epoch.Epoch}: replay the epochs before it and those from it on by themselves (--epochs).");
        }
    }

    // Each hand had operators of its own; one graph would put what they held into one.
    private static void CheckHands(Plan plan, IReadOnlyList<EpochManifest> wanted)
    {
        if (wanted.Select(e => e.SharedHand).Distinct().Count() > 1 && plan.Operators.FirstOrDefault(o => o.State is not null) is { } stateful)
        {
            var other = wanted.First(e => e.SharedHand != wanted[0].SharedHand);
            throw new BadInputException($"From epoch {other.Epoch} on other splits were in hand (several workers, or new partitions), and operator '{stateful.Name}' holds state for each hand by itself: replay the epochs of one hand at a time (--epochs).");
        }
    }
}
