using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary>Reads the topology that a verb was given.</summary>
internal static class TopologyFile
{
    /// <exception cref="TopologyException">It has problems.</exception>
    public static TopologySpec Read(string path, Terminal terminal, Settings settings) =>
        Accept(new TopologyReader(settings.Catalog).ReadFile(path, settings.Overrides), terminal, settings);

    /// <summary>The topology that was read; warns of what is doubtful in it.</summary>
    /// <exception cref="TopologyException">It has problems.</exception>
    public static TopologySpec Accept(TopologyReading reading, Terminal terminal, Settings settings)
    {
        if (reading.Spec is null)
        {
            throw new TopologyException(reading.Problems);
        }

        if (settings.Log >= LogDetail.Warning)
        {
            Faults.WriteProblems(reading.Problems, terminal);
        }

        return reading.Spec;
    }
}

/// <summary>A topology that cannot be run.</summary>
internal sealed class TopologyException(IReadOnlyList<TopologyProblem> problems)
    : Exception($"{problems.Count} problem{(problems.Count == 1 ? "" : "s")} in the topology; nothing was started")
{
    public IReadOnlyList<TopologyProblem> Problems { get; } = problems;
}
