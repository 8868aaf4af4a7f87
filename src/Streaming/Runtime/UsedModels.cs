using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Collects the models of a plan's operators.</summary>
internal static class UsedModels
{
    /// <summary>Name and digest of each; where one name stands for several models, the operator's key is put before it.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<OperatorNode> operators)
    {
        var used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in operators)
        {
            foreach (var (name, digest) in (node.Operator as IUsesModels)?.Models ?? [])
            {
                if (!used.TryAdd(name, digest) && used[name] != digest)
                {
                    used[$"{node.StateKey} {name}"] = digest;
                }
            }
        }

        return used;
    }
}
