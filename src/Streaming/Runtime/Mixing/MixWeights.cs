using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>The weights that a topology says.</summary>
internal static class MixWeights
{
    /// <summary>A weight for each source: its own, or else how much it holds.</summary>
    /// <exception cref="BadInputException">It is not known how much a source holds.</exception>
    public static IReadOnlyList<double> Of(Plan plan)
    {
        var mix = plan.Spec.Mix!;
        return [.. plan.Sources.Select(s => Of(mix, s))];
    }

    private static double Of(MixSpec mix, PlannedSource source)
    {
        // A given proportion leaves nothing for a weight to say.
        if (mix.Proportion.ContainsKey(source.Name))
        {
            return 1;
        }

        return mix.Weights.TryGetValue(source.Name, out var weight) ? weight
            : mix.Sizes.TryGetValue(source.Name, out var size) ? size
            : mix.Unit == MixUnit.Samples && source.Once.Extent?.Samples is { } samples and > 0 ? samples
            : throw new BadInputException($"mix: source '{source.Name}' has no weight, and how much it holds is not known; give it a weight, a proportion, or its size ('sizes').");
    }
}
