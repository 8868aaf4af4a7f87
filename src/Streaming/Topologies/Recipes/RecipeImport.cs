namespace Streaming.Topologies;

/// <summary>A recipe as a topology.</summary>
/// <param name="Yaml">The topology's text; null where a problem is more than a warning.</param>
/// <param name="Problems">Every problem, in the order of the recipe.</param>
public sealed record RecipeImport(string? Yaml, IReadOnlyList<TopologyProblem> Problems);
