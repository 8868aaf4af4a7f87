using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds <c>mix</c> and checks that it fits the sources.</summary>
internal sealed class MixBinder(OptionsBinder binder, TopologyProblems problems)
{
    private static readonly IReadOnlyList<OptionEntry> _options = OptionReflection.Read(typeof(MixOptions));
    private static readonly string[] _maps = ["proportion", "upsample", "sizes", "epochs"];

    /// <summary>The mix; null where there is none, or a problem was added.</summary>
    public MixSpec? Bind(YamlTree? node, IReadOnlyList<string> sources)
    {
        if (node is null or YamlScalar { IsNull: true })
        {
            return null;
        }

        if (node is not YamlMap map)
        {
            problems.Add(node, "'mix' has weights, one for each source, and a unit");
            return null;
        }

        foreach (var name in _maps)
        {
            CheckAmounts(map.Find(name), name, sources);
        }

        if (map.Find("weights") is YamlMap weights)
        {
            CheckWeights(weights, map, sources);
        }

        return binder.Bind(map, map, typeof(MixOptions), _options, "mix") is MixOptions mix ? Checked(map, mix, sources) : null;
    }

    private MixSpec Checked(YamlMap map, MixOptions mix, IReadOnlyList<string> sources)
    {
        CheckOrder(map, mix);
        CheckProportion(map, mix, sources);
        foreach (var unknown in (mix.Synthetic?.Sources ?? []).Where(s => !sources.Contains(s)))
        {
            problems.Add(map.Find("synthetic")!, $"no source is named '{TopologyProblems.Excerpt(unknown)}'", NearestName.Find(unknown, sources));
        }

        return new(mix.Weights, mix.Unit, mix.Order)
        {
            Temperature = mix.Temperature,
            Proportion = mix.Proportion,
            Upsample = mix.Upsample,
            Sizes = mix.Sizes,
            Epochs = mix.Epochs,
            Exhausted = mix.Exhausted,
            Synthetic = mix.Synthetic is { } synthetic ? new(synthetic.Sources, synthetic.MaxRatio) : null,
        };
    }

    private void CheckOrder(YamlMap map, MixOptions mix)
    {
        var weighs = map.Entries.Any(e => e.Name is "weights" or "temperature" or "proportion" or "upsample" or "sizes" or "synthetic");
        if (mix.Order == MixOrder.Sequence && (weighs || mix.Exhausted != MixExhausted.Renormalise))
        {
            problems.Add(map, "sources that come in sequence have no weights");
        }
        else if (mix.Order == MixOrder.Weights && (!weighs || mix is { Weights.Count: 0, Temperature: 1, Proportion.Count: 0, Upsample.Count: 0, Sizes.Count: 0 }))
        {
            problems.Add(map, "mix needs 'weights', one for each source, or 'order: sequence'");
        }
    }

    private void CheckProportion(YamlMap map, MixOptions mix, IReadOnlyList<string> sources)
    {
        var sum = mix.Proportion.Values.Sum();
        if (sum > 1 + 1e-9 || (sum > 1 - 1e-9 && sources.Any(s => !mix.Proportion.ContainsKey(s))))
        {
            problems.Add(map.Find("proportion")!, "the proportions leave nothing for the other sources");
        }
    }

    private void CheckWeights(YamlMap weights, YamlMap map, IReadOnlyList<string> sources)
    {
        CheckAmounts(weights, "weight", sources);
        foreach (var missing in sources.Where(s => weights.Find(s) is null && (map.Find("proportion") as YamlMap)?.Find(s) is null))
        {
            problems.Add(weights, $"source '{missing}' has no weight");
        }
    }

    private void CheckAmounts(YamlTree? node, string word, IReadOnlyList<string> sources)
    {
        foreach (var (key, value) in (node as YamlMap)?.Entries ?? [])
        {
            if (!sources.Contains(key.Value))
            {
                problems.Add(key, $"no source is named '{TopologyProblems.Excerpt(key.Value)}'", NearestName.Find(key.Value, sources));
            }

            if (value is YamlScalar amount && Quantity.Weight(amount.Value) is { } weight && !(weight > 0 && double.IsFinite(weight)))
            {
                problems.Add(value, $"the {word} of '{TopologyProblems.Excerpt(key.Value)}' must be more than 0");
            }
        }
    }
}
