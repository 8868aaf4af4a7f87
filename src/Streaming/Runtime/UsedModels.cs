using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Collects the models of a plan's operators, and what computes them.</summary>
internal static class UsedModels
{
    /// <summary>Name and digest of each; where one name stands for several models, the operator's key is put before it.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<OperatorNode> operators) => Collect(operators, user => user.Models);

    /// <summary>Name and version of each library that computes them.</summary>
    public static IReadOnlyDictionary<string, string> RuntimesOf(IEnumerable<OperatorNode> operators) => Collect(operators, user => user.Runtimes);

    private static SortedDictionary<string, string> Collect(IEnumerable<OperatorNode> operators, Func<IUsesModels, IReadOnlyList<KeyValuePair<string, string>>> of)
    {
        var used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in operators)
        {
            foreach (var (name, digest) in node.Operator is IUsesModels user ? of(user) : [])
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
