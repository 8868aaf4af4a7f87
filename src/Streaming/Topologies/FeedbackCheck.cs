namespace Streaming.Topologies;

/// <summary>Checks that what acts on losses fits the rest of a topology.</summary>
internal static class FeedbackCheck
{
    /// <summary>Adds what does not fit.</summary>
    public static void Check(YamlTree? node, FeedbackOptions? feedback, MixSpec? mix, IReadOnlyList<string> sources, TopologyProblems problems)
    {
        if (node is not YamlMap map || feedback is null)
        {
            return;
        }

        if (feedback.Policy is FeedbackPolicy.Odm or FeedbackPolicy.Doremi or FeedbackPolicy.Temperature && mix is not { Order: MixOrder.Weights })
        {
            problems.Add(map.Find("policy")!, "this policy moves the weights of a mix, and the topology has no 'mix' with weights");
        }

        if (feedback.Policy == FeedbackPolicy.Condense && feedback.Thresholds.ContainsKey(feedback.Filter))
        {
            problems.Add(map.Find("thresholds")!, $"'{feedback.Filter}' is moved by the policy already");
        }

        foreach (var (key, _) in (map.Find("reference") as YamlMap)?.Entries ?? [])
        {
            if (!sources.Contains(key.Value))
            {
                problems.Add(key, $"no source is named '{TopologyProblems.Excerpt(key.Value)}'", NearestName.Find(key.Value, sources));
            }
        }
    }
}
