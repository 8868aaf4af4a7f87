namespace Streaming.Topologies;

/// <summary>Collects problems; none stops the search for others.</summary>
internal sealed class TopologyProblems
{
    // A hostile file has as many problems as nodes; nobody reads more than a screen of them.
    private const int Most = 200;

    private readonly List<TopologyProblem> _found = [];
    private int _count;

    /// <summary>How many were reported that are more than warnings, also those beyond the limit.</summary>
    public int Errors { get; private set; }

    /// <summary>What was found, in the order of the file.</summary>
    public IReadOnlyList<TopologyProblem> InOrder =>
        [.. _found.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Where.Line).ThenBy(p => p.Where.Column).Distinct()];

    public bool HasErrors => Errors > 0;

    public void Add(YamlTree at, string message, string? suggestion = null) => Add(at.Where, message, suggestion);

    public void Add(Place at, string message, string? suggestion = null) => Add(new(at.File, at.Mark, message, suggestion));

    public void Warn(YamlTree at, string message) => Add(new(at.Where.File, at.Where.Mark, message, IsWarning: true));

    /// <summary>Reports the entries of a map whose names are not known.</summary>
    public void AddUnknown(YamlMap map, string owner, IReadOnlyCollection<string> known)
    {
        foreach (var key in map.Entries.Where(e => !known.Contains(e.Name)).Select(e => e.Key))
        {
            Add(key, $"{owner} has no '{Excerpt(key.Value)}'; known: {string.Join(", ", known)}", NearestName.Find(key.Value, known));
        }
    }

    /// <summary>A value as a message may repeat it.</summary>
    public static string Excerpt(string value) => value.Length <= 80 ? value : string.Concat(value.AsSpan(0, 77), "…");

    private void Add(TopologyProblem problem)
    {
        Errors += problem.IsWarning ? 0 : 1;
        if (++_count <= Most)
        {
            _found.Add(problem);
        }
        else if (_count == Most + 1)
        {
            _found.Add(problem with { Message = $"more than {Most} problems; the rest is not listed", Suggestion = null });
        }
    }
}
